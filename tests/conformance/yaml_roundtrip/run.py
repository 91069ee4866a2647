#!/usr/bin/env python3
"""Checks that YAML readers find in the compiler's YAML exactly what it was made from.

The generator writes files from a random seed (MLPC_SEED repeats a run). PyYAML in Python and on libyaml, node's yaml as
1.1 and 1.2 and Go's yaml.v3 read them. Exit status 77 means that a reader was missing and the others agreed.
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PYYAML = "PyYAML==6.0.3"
NODE_YAML = "yaml@2.8.1"
SHOWN = 10
NO_READER = 77


class Missing(Exception):
    """A reader that is not available here."""


def run(command, **options):
    return subprocess.run([str(c) for c in command], check=True, **options)


def install(what, command, **options):
    try:
        run(command, capture_output=True, text=True, timeout=240, **options)
    except FileNotFoundError as error:
        raise Missing(f"{what}: no {error.filename}") from error
    except subprocess.TimeoutExpired as error:
        raise Missing(f"{what}: `{command[0]}` got no answer") from error
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or error.stdout or "").strip().splitlines()
        raise Missing(f"{what} could not be installed: {lines[-1] if lines else error}") from error


def python_with_yaml(tools):
    candidates = [sys.executable, HERE.parents[2] / "build/conformance/kfp/bin/python", tools / "venv/bin/python"]
    for python in candidates:
        try:
            run([python, "-c", "import yaml"], capture_output=True)
            return python
        except (subprocess.CalledProcessError, FileNotFoundError):
            continue
    install("PyYAML", [sys.executable, "-m", "venv", tools / "venv"])
    install("PyYAML", [tools / "venv/bin/python", "-m", "pip", "install", "-q", PYYAML])
    return tools / "venv/bin/python"


def read_pyyaml(reader, data, tools, limit):
    python = python_with_yaml(tools)
    if reader == "libyaml":
        try:
            run([python, "-c", "import yaml; yaml.CSafeLoader"], capture_output=True)
        except subprocess.CalledProcessError as error:
            raise Missing("this PyYAML has no libyaml") from error
    run([python, HERE / "read_pyyaml.py", data, reader, limit])


def read_node(data, tools):
    if shutil.which("node") is None:
        raise Missing("no node")
    folder = tools / "node"
    if not (folder / "node_modules/yaml").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}\n')
        install("node's yaml", ["npm", "install", "--no-audit", "--no-fund", "--no-save", NODE_YAML], cwd=folder)
    run(["node", HERE / "node/read_node_yaml.js", data, folder])


def read_go(data, tools):
    if shutil.which("go") is None:
        raise Missing("no go")
    program = tools / "read_go_yaml"
    # -modcacherw: it must be possible to delete a build folder.
    environment = dict(os.environ, GOCACHE=str(tools / "go/cache"), GOMODCACHE=str(tools / "go/modules"),
                       GOFLAGS="-modcacherw -buildvcs=false", GOTOOLCHAIN="local")
    install("Go's yaml.v3", ["go", "build", "-o", str(program), "."], cwd=HERE / "go", env=environment)
    run([program, data])


def difference(expected, found, path="$"):
    """Where and how two tagged values differ, or None."""
    if type(expected) is not type(found):
        return path, expected, found
    if isinstance(expected, list):
        for i, (a, b) in enumerate(zip(expected, found)):
            if a != b:
                return difference(a, b, f"{path}[{i}]")
        return None if len(expected) == len(found) else (path, f"{len(expected)} items", f"{len(found)} items")
    if isinstance(expected, dict):
        for key in expected.keys() | found.keys():
            if key not in found or key not in expected:
                return path, sorted(expected.keys() - found.keys()), sorted(found.keys() - expected.keys())
            if expected[key] != found[key]:
                return difference(expected[key], found[key], path if key == "m" else f"{path}[{key!r}]")
    return None if expected == found else (path, expected, found)


def compare(data, reader):
    """The number of documents that `reader` read, and the differences."""
    count, differences = 0, []
    for found_path in sorted(data.glob(f"*.{reader}.json")):
        name = found_path.name.split(".")[0]
        expected = json.loads((data / f"{name}.json").read_text())
        found = json.loads(found_path.read_text())
        count += len(expected)
        if isinstance(found, dict) or len(found) != len(expected):
            differences.append((f"{name}.yaml", difference(expected, found)))
            continue
        for i, (a, b) in enumerate(zip(expected, found)):
            if a != b:
                differences.append((f"{name}.yaml, document {i}", difference(a, b)))
    return count, differences


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--generator", required=True, help="the program mlpc_yaml_roundtrip")
    parser.add_argument("--tools", required=True, type=pathlib.Path, help="a folder for the readers")
    parser.add_argument("--data", required=True, type=pathlib.Path, help="a folder for the files; it is emptied")
    parser.add_argument("--strings", type=int, default=20000)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--slow-files", type=int, default=40, help="how many files the slow reader, PyYAML in Python, gets")
    options = parser.parse_args()

    options.tools.mkdir(parents=True, exist_ok=True)
    tools, data = options.tools.resolve(), options.data.resolve()
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    made = run([options.generator, data, options.strings, options.documents], capture_output=True, text=True).stdout.strip()
    print(f"{made}; {options.strings} strings, {options.documents} documents", flush=True)

    readers = {
        "libyaml": lambda: read_pyyaml("libyaml", data, tools, 10**9),
        "pyyaml": lambda: read_pyyaml("pyyaml", data, tools, options.slow_files),
        "node": lambda: read_node(data, tools),
        "go": lambda: read_go(data, tools),
    }
    failed, missing = 0, []
    for name, read in readers.items():
        try:
            read()
        except Missing as reason:
            missing.append(str(reason))
            continue
        for reader in ["node-1.1", "node-1.2"] if name == "node" else [name]:
            count, differences = compare(data, reader)
            print(f"{reader}: {count} documents, {len(differences)} read differently", flush=True)
            for where, what in differences[:SHOWN]:
                path, expected, found = what
                print(f"  {where}: at {path[:300]}\n    wrote {json.dumps(expected)[:300]}\n    found {json.dumps(found)[:300]}")
            failed += len(differences)
            if count == 0:
                failed += 1
    if failed:
        print(f"repeat with MLPC_SEED={made.split()[-1]}")
        return 1
    for reason in missing:
        print(f"skipped: {reason}")
    return NO_READER if missing else 0


if __name__ == "__main__":
    sys.exit(main())
