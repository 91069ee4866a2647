"""How long an editor waits for the server, in projects of many files.

usage: speed.py PATH_OF_MLPC [--files N] [--rounds N] [--json]
"""
import argparse
import json
import pathlib
import statistics
import sys
import tempfile
import time

from client import Client
from project import project


def percentile(values, part=0.95):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


class Editor:
    """Somebody who types in one file of a project."""

    def __init__(self, mlpc, folder, name, text):
        self.client = Client(mlpc, folders=[folder.as_uri()])
        self.uri = (folder / name).as_uri()
        self.text = text
        self.version = 1
        self.client.open(self.uri, text)
        self.client.published(self.uri, 1)

    def place(self, needle, after=True):
        at = self.text.index(needle) + (len(needle) if after else 0)
        before = self.text[:at]
        return {"line": before.count("\n"), "character": at - before.rfind("\n") - 1}

    def insert(self, place, text):
        self.version += 1
        self.client.change(self.uri, self.version, ({"start": place, "end": place}, text))

    def remove(self, place, size):
        self.version += 1
        self.client.change(self.uri, self.version, ({"start": place, "end": {**place, "character": place["character"] + size}}, ""))

    def until_published(self):
        start = time.perf_counter()
        self.client.published(self.uri, self.version)
        return (time.perf_counter() - start) * 1e3

    def until_answered(self, method, place):
        parameters = {"textDocument": {"uri": self.uri}, "position": place, "context": {"includeDeclaration": True},
                      "range": {"start": place, "end": place}}
        start = time.perf_counter()
        identity = self.client.ask(method, parameters)
        self.client.answer(identity)
        return (self.client.when - start) * 1e3


def measure(mlpc, files, rounds, together=False):
    """The times in milliseconds, by what was done."""
    times = {}
    with tempfile.TemporaryDirectory(prefix="mlpc-lsp-") as name:
        folder = pathlib.Path(name).resolve()
        texts = project(files, together)
        for one, text in texts.items():
            (folder / one).write_text(text, encoding="utf-8")
        edited = f"f{files - 2}.mlp"
        editor = Editor(mlpc, folder, edited, texts[edited])
        body = editor.place("total = 0.0")
        signature = editor.place("count: int = 5")
        hovered = editor.place(f"component step{files - 2}_3", after=False)
        hovered["character"] += 12
        typed = editor.place("-> (sum: ")
        for what, place in (("a body", body), ("a signature", signature)):
            for _ in range(rounds):
                editor.insert(place, "1")
                times.setdefault(f"edit of {what} to diagnostics", []).append(editor.until_published())
                editor.remove(place, 1)
                editor.until_published()
        # While somebody types, requests follow edits without waiting for the diagnostics.
        for method in ("hover", "completion", "signatureHelp", "documentHighlight", "semanticTokens/full", "documentSymbol", "codeLens",
                       "inlayHint", "codeAction", "foldingRange", "references"):
            place = typed if method == "completion" else hovered
            for _ in range(rounds):
                times.setdefault(method, []).append(editor.until_answered("textDocument/" + method, place))
        for method in ("hover", "completion"):
            for _ in range(rounds):
                editor.insert(body, "1")
                times.setdefault(method + " right after an edit", []).append(editor.until_answered("textDocument/" + method, hovered))
                editor.remove(body, 1)
                editor.until_published()
        editor.client.stop()
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mlpc")
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--together", action="store_true", help="one program of all files")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    times = measure(options.mlpc, options.files, options.rounds, options.together)
    found = {what: {"median": statistics.median(values), "p95": percentile(values)} for what, values in times.items()}
    if options.json:
        print(json.dumps(found))
        return
    for what, one in found.items():
        print(f"{what:42} median {one['median']:8.2f} ms  p95 {one['p95']:8.2f} ms")


if __name__ == "__main__":
    sys.exit(main())
