"""Conversations with `mlpc lsp`: files, requests, and the answers that are expected.

usage: transcripts.py PATH_OF_MLPC [--update] [NAME...]

README.md describes the files in transcripts/. `--update` writes what the server answers into them; it is read before it
is committed.
"""
import difflib
import json
import pathlib
import re
import shutil
import sys
import tempfile

from client import Client, RequestFailed
from showing import Shower

HERE = pathlib.Path(__file__).resolve().parent
MARKER = re.compile(r"/\*(\d+)\*/")
# Everything that the server does only for clients that can show it, apart from pulled diagnostics.
CAPABILITIES = {
    "textDocument": {"completion": {"completionItem": {"snippetSupport": True}},
                     "publishDiagnostics": {"codeDescriptionSupport": True, "relatedInformation": True}},
    "experimental": {"virtualDocuments": True},
}
UNITS = {"utf-8": lambda text: len(text.encode()), "utf-16": lambda text: len(text.encode("utf-16-le")) // 2,
         "utf-32": len}


class Document:
    """A file as the client sees it. Markers such as `/*1*/` are not part of it; they move with the text."""

    def __init__(self, name, text, encoding):
        self.name = name
        self.encoding = encoding
        self.version = 0  # 0 while it is not open
        self.asked = None  # the position of the last request
        self.markers = {}
        self.text = ""
        at = 0
        for found in MARKER.finditer(text):
            self.text += text[at:found.start()]
            self.markers[found[1]] = len(self.text)
            at = found.end()
        self.text += text[at:]

    def line(self, number):
        lines = self.text.split("\n")
        return lines[number].rstrip("\r") if number < len(lines) else ""

    def units(self, text):
        return UNITS[self.encoding](text)

    def position(self, offset):
        before = self.text[:offset]
        start = before.rfind("\n") + 1
        return {"line": before.count("\n"), "character": self.units(before[start:])}

    def column(self, position):
        """The index in its line."""
        line = self.line(position["line"])
        return next((at for at in range(len(line) + 1) if self.units(line[:at]) >= position["character"]), len(line))

    def offset(self, position):
        lines = self.text.split("\n")
        return sum(len(line) + 1 for line in lines[:position["line"]]) + self.column(position)

    def between(self, span):
        return self.text[self.offset(span["start"]):self.offset(span["end"])]

    def with_edits(self, edits):
        text = self.text
        for edit in sorted(edits, key=lambda one: self.offset(one["range"]["start"]), reverse=True):
            text = text[:self.offset(edit["range"]["start"])] + edit["newText"] + text[self.offset(edit["range"]["end"]):]
        return text

    def replace(self, begin, end, text):
        self.text = self.text[:begin] + text + self.text[end:]
        for name, at in self.markers.items():
            if at >= end:
                self.markers[name] = at + len(text) - (end - begin)
            elif at > begin:
                self.markers[name] = begin


class Transcript:
    """One file in transcripts/."""

    def __init__(self, path):
        self.path = path
        self.files = {}     # name: (options, text)
        self.settings = {}
        self.steps = []
        self.head = ""      # everything before the requests
        section = None
        for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
            if line.startswith("=== "):
                section, *options = line[4:].split(maxsplit=1)
                if section == "settings":
                    self.settings = json.loads(options[0])
                elif section != "requests":
                    self.files[section] = (options[0].split() if options else [], [])
            elif section == "requests":
                if line.startswith("> "):
                    self.steps.append(line[2:].strip())
                continue
            elif section and section != "settings":
                self.files[section][1].append(line)
            self.head += line

    def run(self, mlpc):
        """The transcript with what the server answers now."""
        lines = [self.head.rstrip("\n") + "\n"]
        with tempfile.TemporaryDirectory(prefix="mlpc-lsp-") as folder:
            conversation = Conversation(self, pathlib.Path(folder).resolve(), mlpc)
            try:
                for step in self.steps:
                    lines.append(f"> {step}\n")
                    lines += [f"  {line}".rstrip() + "\n" for line in conversation.step(step)]
            finally:
                status = conversation.client.stop()
            if status != 0:
                lines.append(f"  the server ends with {status}\n")
        return "".join(lines)


class Conversation:
    """Does one step after the other."""

    def __init__(self, transcript, folder, mlpc):
        self.folder = folder
        self.last = None
        self.documents = {}
        capabilities = json.loads(json.dumps(CAPABILITIES))
        capabilities.update(transcript.settings.get("capabilities", {}))
        folders = [self.uri(name) for name in transcript.settings.get("folders", ["."])]
        encoding = capabilities.get("general", {}).get("positionEncodings", ["utf-16"])[0]
        for name, (options, lines) in transcript.files.items():
            text = "".join(lines)
            if "crlf" in options:
                text = text.replace("\n", "\r\n")
            document = self.documents[self.uri(name)] = Document(name, text, encoding)
            if "unsaved" not in options:
                self.write(document)
        self.client = Client(mlpc, capabilities, folders, transcript.settings.get("options"))
        self.shower = Shower(self.documents, self.client.capabilities["semanticTokensProvider"]["legend"])

    def uri(self, name):
        return name if name.startswith(("untitled:", "mlpc:")) else (self.folder / name).as_uri()

    def write(self, document):
        path = self.folder / document.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(document.text.encode())

    def find(self, place):
        """`NAME@1-2` as a document and offsets."""
        name, _, markers = place.partition("@")
        document = self.documents.setdefault(self.uri(name), Document(name, "", "utf-16"))
        return document, [document.markers[marker] for marker in markers.split("-") if marker]

    def step(self, step):
        verb, *rest = step.split(maxsplit=1)
        if "/" in verb:
            return self.request(verb, rest[0] if rest else "")
        place, *argument = rest[0].split(maxsplit=1)
        document, offsets = self.find(place)
        uri = self.uri(document.name)
        return getattr(self, "do_" + verb)(document, uri, offsets, argument[0] if argument else "") or []

    # ---- what the user does

    def do_open(self, document, uri, *_):
        document.version = 1
        self.client.open(uri, document.text)

    def do_close(self, document, uri, *_):
        document.version = 0
        self.client.close(uri)

    def do_edit(self, document, uri, offsets, argument):
        """Replaces what is between two markers, or inserts at one."""
        begin, end = offsets[0], offsets[-1]
        span = {"start": document.position(begin), "end": document.position(end)}
        document.replace(begin, end, json.loads(argument))
        document.version += 1
        self.client.change(uri, document.version, (span, json.loads(argument)))

    def do_write(self, document, uri, _, argument):
        """Another program writes the file."""
        document.text = json.loads(argument)
        kind = 2 if (self.folder / document.name).exists() else 1
        self.write(document)
        self.client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": kind}]})

    def do_remove(self, document, uri, *_):
        path = self.folder / document.name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
        self.client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 3}]})

    def do_diagnostics(self, document, uri, *_):
        """What the server has published, which is what it answers when it is asked."""
        pulled = self.client.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})["items"]
        if document.version or pulled:
            def same():
                return self.client.published_now(uri, document.version or None) == pulled
            try:
                self.client.wait(same, 20)
            except TimeoutError:
                return ["published: " + json.dumps(self.client.published_now(uri)), "pulled: " + json.dumps(pulled)]
        return self.shower.show_diagnostics(pulled, document)

    # ---- requests

    def request(self, method, rest):
        params, document = {}, None
        place, *extra = rest.split(maxsplit=1)
        if rest.startswith(("{", "$")):
            extra = [rest]
        elif place:
            document, offsets = self.find(place)
            positions = [document.position(offset) for offset in offsets]
            whole = [document.position(0), document.position(len(document.text))]
            params["textDocument"] = {"uri": self.uri(document.name)}
            params["uri"] = self.uri(document.name)
            if positions:
                document.asked = params["position"] = positions[0]
                params["positions"] = [positions[0]]
            begin, end = (positions or whole)[0], (positions or whole)[-1]
            params["range"] = {"start": begin, "end": end}
            if method == "textDocument/codeAction":
                params["context"] = {"diagnostics": []}
        if extra and extra[0].startswith("$"):
            params = self.pick(extra[0])
        elif extra:
            params.update(self.resolve(json.loads(extra[0])))
        try:
            self.last = self.client.request(method, params)
        except RequestFailed as error:
            return [f"fails: {error.message}"]
        return self.shower.show(method, self.last, document)

    def pick(self, word):
        """`$0` is the first element of the last answer, `$NAME` the item with this label."""
        items = self.last["items"] if isinstance(self.last, dict) and "items" in self.last else self.last
        if word[1:].isdigit():
            return items[int(word[1:])]
        return next(item for item in items if word[1:] in (item.get("label"), item.get("name")))

    def resolve(self, value):
        if isinstance(value, dict):
            return {key: self.resolve(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.resolve(one) for one in value]
        if isinstance(value, str) and value.startswith("$"):
            return self.last["resultId"] if value == "$id" else self.pick(value)
        if isinstance(value, str) and value.startswith("uri:"):
            return self.uri(value[4:])
        return value


def main():
    mlpc, *names = sys.argv[1:]
    update = "--update" in names
    names = [name for name in names if name != "--update"]
    failed = 0
    paths = sorted((HERE / "transcripts").glob("*.txt"))
    assert paths, "there are no transcripts"
    for path in paths:
        if names and path.stem not in names:
            continue
        wanted = path.read_text(encoding="utf-8")
        found = Transcript(path).run(mlpc)
        if found == wanted:
            continue
        if update:
            path.write_text(found, encoding="utf-8")
            print(f"updated {path.name}")
            continue
        failed += 1
        sys.stdout.writelines(difflib.unified_diff(wanted.splitlines(keepends=True), found.splitlines(keepends=True),
                                                   f"{path.name}, expected", f"{path.name}, answered"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
