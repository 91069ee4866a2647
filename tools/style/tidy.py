#!/usr/bin/env python3
"""tidy.py BUILD_DIR: runs clang-tidy on everything that was compiled there and has changed since the last clean run.

It reads the files as they were compiled: in a unity build each header is parsed once per batch, which makes checking the
whole tree a matter of a minute or two. A translation unit is checked again when its command, one of our files that
it includes, .clang-tidy or this script differs.
"""
import concurrent.futures
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
FOLDERS = ("compiler", "runtime", "stdlib", "tests", "tools")
GENERATED = os.path.join(ROOT, "tools/tree-sitter-mlp/src/parser.c")


def own(path):
    path = os.path.realpath(path)
    return path != GENERATED and path.startswith(tuple(os.path.join(ROOT, folder) + os.sep for folder in FOLDERS))


def digest(path, known={}):
    if path not in known:
        with open(path, "rb") as file:
            known[path] = hashlib.sha256(file.read()).hexdigest()
    return known[path]


def dependencies(build):
    """The files that each object was made from, as recorded by ninja."""
    result, current = {}, None
    listing = subprocess.run(["ninja", "-C", build, "-t", "deps"], stdout=subprocess.PIPE, text=True, check=True).stdout
    for line in listing.splitlines():
        if line.startswith("    "):
            current.append(os.path.normpath(os.path.join(build, line.strip())))
        elif ": #deps" in line:
            current = result.setdefault(line.split(": #deps")[0], [])
    return result


def output_of(entry):
    words = shlex.split(entry["command"])
    return words[words.index("-o") + 1] if "-o" in words else ""


def includes_own(path):
    """Whether a unity source consists of our files; generated code (the parser) is not checked."""
    with open(path, encoding="utf-8") as file:
        included = re.findall(r'^#include "(.*)"', file.read(), re.M)
    return any(own(name) for name in included)


def judge(build, path):
    words = ["clang-tidy-14", "--quiet", "-p", build, "--extra-arg=-Wno-unknown-warning-option",
             "--header-filter=^%s/(%s)/" % (re.escape(ROOT), "|".join(FOLDERS)), path]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return done.returncode, done.stdout + (done.stderr if done.returncode else "")


def main():
    build = os.path.realpath(sys.argv[1])
    stamps = os.path.join(build, "tidy")
    os.makedirs(stamps, exist_ok=True)
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        entries = json.load(file)
    deps = dependencies(build)
    common = digest(os.path.join(ROOT, ".clang-tidy")) + digest(os.path.realpath(__file__))
    todo, clean, names = [], 0, set()
    for entry in entries:
        path = os.path.normpath(os.path.join(entry["directory"], entry["file"]))
        if not os.path.exists(path) or not (own(path) or ("/Unity/" in path and includes_own(path))):
            continue
        key = hashlib.sha256((common + entry["command"]).encode())
        for name in sorted(deps.get(output_of(entry), [path])):
            if name.startswith(ROOT + os.sep) and os.path.exists(name):
                key.update((name + digest(name)).encode())
        stamp = key.hexdigest()
        names.add(stamp)
        if os.path.exists(os.path.join(stamps, stamp)):
            clean += 1
        else:
            todo.append((path, stamp))
    for old in set(os.listdir(stamps)) - names:
        os.remove(os.path.join(stamps, old))

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        futures = {pool.submit(judge, build, path): (path, stamp) for path, stamp in todo}
        for future in concurrent.futures.as_completed(futures):
            path, stamp = futures[future]
            status, text = future.result()
            if status == 0:
                open(os.path.join(stamps, stamp), "w").close()
            else:
                failed += 1
                print("== %s\n%s" % (os.path.relpath(path, ROOT), text), flush=True)
    print("%d judged, %d unchanged since they were clean, %d with findings" % (len(todo), clean, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    # This takes minutes on both cores, so it only runs on request.
    if not os.environ.get("MLPC_TEST_TIDY"):
        print("SKIPPED: set MLPC_TEST_TIDY=1")
        sys.exit(77)
    sys.exit(main())
