"""After random edits the server has found what a server finds that sees the files for the first time, and `mlpc check` too.

usage: test_edits.py PATH_OF_MLPC [--edits N] [--every N] [--seed N]
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

from client import Client, RequestFailed
from project import project

WORDS = ("let", "if", "for", "component", "pipeline", "import", "const", "type", "{", "}", "(", ")", "[", "]", ":", ",", ".", '"', "~{", "<<<", ">>>",
         "\n", " ", "//", "/*", "*/", "///", "@allow(", "int", "string", "float", "lib", "before", "rate", "t1", "1", "2.5", "true", "null", "=", "->", "+",
         "python", "😀", "é", "\r\n", 'import "./f0.mlp" as x\n', 'import "./nothing.mlp" as y\n', "const fresh = 3\n", "\\", "`")
METHODS = ("hover", "completion", "documentSymbol", "semanticTokens/full", "signatureHelp", "codeAction", "inlayHint", "codeLens", "references",
           "documentHighlight", "foldingRange", "selectionRange", "prepareRename", "documentLink", "definition")


class Files:
    """The files of a project as somebody edits them."""

    def __init__(self, folder, chance):
        self.folder = folder
        self.chance = chance
        self.texts = project(6)
        self.good = dict(self.texts)
        for name, text in self.texts.items():
            self.write(name, text)
        self.open = {}  # versions

    def uri(self, name):
        return (self.folder / name).as_uri()

    def write(self, name, text):
        (self.folder / name).write_bytes(text.encode())

    def edit(self, client):
        """Does something to one file; returns its name."""
        chance = self.chance
        name = chance.choice(sorted(self.texts))
        text = self.texts[name]
        what = chance.random()
        if name not in self.open:
            if what < 0.1:
                self.texts[name] = self.good[name] if chance.random() < 0.7 else text[:chance.randrange(len(text) + 1)]
                self.write(name, self.texts[name])
                client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": self.uri(name), "type": 2}]})
                return name
            self.open[name] = 1
            client.open(self.uri(name), text)
            return name
        if what < 0.03:
            del self.open[name]
            self.write(name, text)
            client.close(self.uri(name))
            return name
        self.open[name] += 1
        if what < 0.13:
            self.texts[name] = self.good[name]
            client.change(self.uri(name), self.open[name], self.good[name])
            return name
        changes = []
        for _ in range(chance.choice((1, 1, 1, 3))):
            text = self.texts[name]
            begin = chance.randrange(len(text) + 1)
            end = min(len(text), begin + chance.choice((0, 0, 0, 1, 1, 5, 40)))
            new = chance.choice(WORDS) if chance.random() < 0.7 else text[begin:begin + chance.randrange(60)]
            changes.append(({"start": position(text, begin), "end": position(text, end)}, new))
            self.texts[name] = text[:begin] + new + text[end:]
        client.change(self.uri(name), self.open[name], *changes)
        return name


def position(text, offset):
    before = text[:offset]
    # As the compiler and editors do, a CR alone ends no line.
    start = before.rfind("\n") + 1
    return {"line": before.count("\n"), "character": len(before[start:].encode("utf-16-le")) // 2}


def findings(client):
    """All diagnostics by file, without what only the client's versions are about."""
    items = client.request("workspace/diagnostic", {})["items"]
    return {one["uri"]: sorted(json.dumps(found, sort_keys=True) for found in one["items"]) for one in items if one["items"]}


def compare(files, client, mlpc):
    """Problems, as text."""
    own = findings(client)
    with Client(mlpc, folders=[files.folder.as_uri()]) as fresh:
        for name in files.open:
            fresh.open(files.uri(name), files.texts[name])
        other = findings(fresh)
    problems = []
    for uri in sorted(set(own) | set(other)):
        before, now = set(own.get(uri, [])), set(other.get(uri, []))
        problems += [f"only after the edits: {uri} {one}" for one in sorted(before - now)]
        problems += [f"only from the beginning: {uri} {one}" for one in sorted(now - before)]
    # What was published is what is known.
    def same():
        return all(sorted(json.dumps(one, sort_keys=True) for one in client.published_now(files.uri(name), version) or []) ==
                   own.get(files.uri(name), []) for name, version in files.open.items())
    try:
        client.wait(same, 20)
    except TimeoutError:
        problems.append("what was published is not what is answered")
    return problems


def compare_with_check(files, client, mlpc):
    """The same with the command line, by code and line. The programs are the files of pipelines, after some more edits."""
    printed = set()
    for name, text in files.good.items():
        if name not in files.open:
            client.open(files.uri(name), text)
        program = int(name[1:-4]) % 2 == 1
        for _ in range(3 * program):
            at = files.chance.randrange(text.index("\n\n"), len(text))
            text = text[:at] + files.chance.choice(WORDS) + text[at:]
        client.change(files.uri(name), 1000000, text)
        files.write(name, text)
    for name in files.good:
        if int(name[1:-4]) % 2 == 0:
            continue
        shown = subprocess.run([mlpc, "check", "--format", "json", files.folder / name], capture_output=True, text=True, check=False)
        if not shown.stdout.startswith("["):
            return [f"mlpc check: {shown.stderr}"]
        printed |= {(one["file"].rpartition("/")[2], one["code"], one["range"]["start"]["line"]) for one in json.loads(shown.stdout)}
    known = {(uri.rpartition("/")[2], found["code"], found["range"]["start"]["line"] + 1)
             for uri, found_there in findings(client).items() for found in map(json.loads, found_there)}
    return [f"only {who}: {one}" for who, some in (("the server", known - printed), ("mlpc check", printed - known)) for one in sorted(some)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mlpc")
    parser.add_argument("--edits", type=int, default=300)
    parser.add_argument("--every", type=int, default=20, help="how many edits are between two comparisons")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    sizes = []
    with tempfile.TemporaryDirectory(prefix="mlpc-lsp-") as folder:
        files = Files(pathlib.Path(folder).resolve(), chance)
        with Client(options.mlpc, folders=[files.folder.as_uri()]) as client:
            for number in range(1, options.edits + 1):
                name = files.edit(client)
                place = position(files.texts[name], chance.randrange(len(files.texts[name]) + 1))
                method = chance.choice(METHODS)
                try:
                    client.request("textDocument/" + method, {"textDocument": {"uri": files.uri(name)}, "position": place, "positions": [place],
                                                              "range": {"start": place, "end": place}, "context": {"diagnostics": []}})
                except RequestFailed as error:
                    if error.code != -32803:
                        print(f"edit {number}, {method}: {error}")
                        return 1
                del client.unasked[:-100]
                if number % options.every and number != options.edits:
                    continue
                problems = compare(files, client, options.mlpc)
                if number == options.edits:
                    problems += compare_with_check(files, client, options.mlpc)
                if problems:
                    print(f"seed {options.seed}, after {number} edits:", *problems[:20], sep="\n  ")
                    return 1
                sizes.append(client.memory())
    print(f"{options.edits} edits; memory {sizes[0] >> 20} MiB after the first {options.every}, at most {max(sizes) >> 20} MiB, "
          f"{sizes[-1] >> 20} MiB at the end")
    # What is kept is bounded by the texts: the second half needs no more than the first.
    half = len(sizes) // 2
    if half > 10 and max(sizes[half:]) > 1.2 * max(sizes[:half]):
        print("memory grows")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
