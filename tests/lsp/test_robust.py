"""Whatever a client sends and whatever happens to the files, the server stays and answers what comes next.

usage: test_robust.py PATH_OF_MLPC
"""
import pathlib
import shutil
import sys
import tempfile
import unittest

from client import Client, RequestFailed

MLPC = ""
SOURCE = """\
component greet(name: string) -> string {
  python <<<
    return name
  >>>
}
pipeline p(name: string = "x") { greet(name) }
"""
URI = "untitled:a"
# All requests that are about a document; unknown members are ignored, so that one set of parameters is right for them.
DOCUMENT_METHODS = """hover signatureHelp definition typeDefinition references documentHighlight prepareRename documentSymbol
 completion semanticTokens/full semanticTokens/full/delta semanticTokens/range foldingRange selectionRange inlayHint codeAction
 codeLens documentLink prepareCallHierarchy diagnostic""".split()


def params(uri=URI, line=0, character=12):
    place = {"line": line, "character": character}
    return {"textDocument": {"uri": uri}, "uri": uri, "position": place, "positions": [place], "range": {"start": place, "end": place},
            "context": {"diagnostics": []}, "newName": "other"}


def framed(text):
    data = text.encode()
    return b"Content-Length: %d\r\n\r\n" % len(data) + data


class Robust(unittest.TestCase):
    def start(self, **options):
        client = Client(MLPC, **options)
        self.addCleanup(client.stop)
        return client

    def answers(self, client, uri=URI):
        """The server still knows what it is asked."""
        self.assertIn("greet", client.request("textDocument/hover", params(uri))["contents"]["value"])

    def fails(self, code, client, method, parameters):
        with self.assertRaises(RequestFailed) as caught:
            client.request(method, parameters)
        self.assertEqual(caught.exception.code, code, caught.exception)

    def error_for(self, client, identity=None):
        return client.wait(lambda: client.answers.get(identity))[0][1]["error"]["code"]

    # ---- what is not a message

    def test_garbage(self):
        client = self.start()
        client.open(URI, SOURCE)
        for data in (b"garbage\n", bytes(range(256)), b"\r\n\r\n\r\n", b"x" * 1000000, b"Content-Length: x\r\n\r\n{}", b"Content-Length: -5\r\n\r\n",
                     b"Content-Length: 0\r\n\r\n", framed("{"), framed("nonsense"), b"Content-Length: 1\r\n\r\n\xff",
                     b"Content-Length: 99999999999999999999\r\n\r\n", framed("[" * 100000 + "]" * 100000), framed('{"a":' * 100000 + "1" + "}" * 100000)):
            client.raw(data)
            with self.subTest(data=data[:30]):
                self.answers(client)

    def test_wrong_lengths(self):
        client = self.start()
        client.open(URI, SOURCE)
        text = '{"jsonrpc": "2.0", "method": "x"}'
        for length in range(len(text) + 40):
            client.raw(b"Content-Length: %d\r\n\r\n" % length + text.encode())
            # One that is too long swallows what follows, but not more than it says.
            client.notify("$/nothing", {"padding": "x" * 40})
            with self.subTest(length=length):
                self.answers(client)

    def test_messages_of_other_shapes(self):
        client = self.start()
        client.open(URI, SOURCE)
        for text in ("1", "null", "[]", '"x"', "{}", '{"id": 1.5}', '{"method": 1}', '{"id": null, "method": null}', '{"id": [[]], "method": "shutdownx"}',
                     '{"method": "textDocument/hover", "params": 3, "id": {"a": [1]}}', '{"method": "textDocument/didOpen"}',
                     '{"method": "textDocument/didChange", "params": []}', '{"method": "$/cancelRequest", "params": null}',
                     '{"method": "$/cancelRequest", "params": {"id": 900}}', '{"id": "mlpc-1", "result": null}', '{"id": "unknown", "error": {}}',
                     '{"method": "$/setTrace", "params": {"value": "off"}}'):
            client.raw(framed(text))
            with self.subTest(text=text):
                self.answers(client)

    def test_the_end_within_a_message(self):
        for data in (b"", b"Content-Len", b"Content-Length: 10\r\n\r\n{", b"Content-Length: 10\r\n"):
            client = Client(MLPC)
            client.raw(data)
            self.assertEqual(client.finish(), 1, data)

    def test_only_garbage(self):
        client = Client(MLPC, start=False)
        client.raw(b"\x00" * 100000)
        self.assertEqual(client.finish(), 1)

    # ---- the order of messages

    def test_before_initialize(self):
        client = self.start(start=False)
        self.fails(-32002, client, "textDocument/hover", params())
        client.open(URI, SOURCE)
        client.initialize()
        self.fails(-32600, client, "initialize", {"capabilities": {}})
        client.open(URI, SOURCE)
        self.answers(client)

    def test_after_shutdown(self):
        client = self.start()
        client.open(URI, SOURCE)
        self.assertIsNone(client.request("shutdown", None))
        self.fails(-32600, client, "textDocument/hover", params())
        self.assertTrue(client.alive())
        client.notify("exit", None)
        self.assertEqual(client.finish(), 0)

    def test_exit_without_shutdown(self):
        client = Client(MLPC)
        client.notify("exit", None)
        self.assertEqual(client.process.wait(60), 1)
        client.finish()

    def test_unknown_methods(self):
        client = self.start()
        client.open(URI, SOURCE)
        self.fails(-32601, client, "textDocument/nothing", params())
        self.fails(-32601, client, "$/nothing", {})
        client.notify("textDocument/nothing", {})
        self.answers(client)

    def test_cancelled(self):
        client = self.start()
        client.open(URI, SOURCE)
        # Late cancellations, and many of them, change nothing.
        for identity in range(5000):
            client.notify("$/cancelRequest", {"id": identity + 1000000})
        outcomes = set()
        for _ in range(50):
            client.change(URI, 2, SOURCE + "\n" * 1000)
            identities = [client.ask("textDocument/hover", params()) for _ in range(5)]
            client.notify("$/cancelRequest", {"id": identities[4]})
            for identity in identities[:4]:
                self.assertIn("greet", client.answer(identity)["contents"]["value"])
            try:
                client.answer(identities[4])
                outcomes.add("answered")
            except RequestFailed as error:
                self.assertEqual(error.code, -32800)
                outcomes.add("cancelled")
        self.assertIn("cancelled", outcomes)

    def test_progress_of_the_first_check(self):
        folder = self.folder(a=SOURCE)
        client = self.start(folders=[folder.as_uri()], capabilities={"window": {"workDoneProgress": True}})

        def kinds():
            return [one["params"]["value"]["kind"] for one in client.unasked if one["method"] == "$/progress"]

        client.wait(lambda: "end" in kinds())
        self.assertEqual(kinds(), ["begin", "end"])
        methods = [one["method"] for one in client.unasked]
        self.assertLess(methods.index("window/workDoneProgress/create"), methods.index("$/progress"))

    # ---- parameters

    def test_parameters_of_other_shapes(self):
        client = self.start()
        client.open(URI, SOURCE)
        huge = 2**63
        for method in DOCUMENT_METHODS:
            for wrong in ({}, {"textDocument": 1}, {"textDocument": {"uri": 5}}, [], None, 7, "x",
                          {**params(), "position": {"line": -1, "character": 0}}, {**params(), "position": {"line": "a", "character": None}},
                          {**params(), "range": {"start": {}, "end": []}, "positions": [{}], "context": 5},
                          {**params(), "context": {"only": 5, "diagnostics": 3}}, params(line=huge, character=huge), params(uri="nonsense"),
                          params(uri="file:///nowhere/x.mlp"), params(uri="file:///"), params(uri="")):
                with self.subTest(method=method, wrong=wrong):
                    try:
                        client.request("textDocument/" + method, wrong)
                    except RequestFailed as error:
                        self.assertIn(error.code, (-32602, -32803), error)
        for method in ("completionItem/resolve", "callHierarchy/incomingCalls", "callHierarchy/outgoingCalls", "workspace/symbol",
                       "workspace/diagnostic", "workspace/executeCommand", "workspace/textDocumentContent", "mlpc/compiledDocuments",
                       "mlpc/compiledDocument", "mlpc/fence", "textDocument/rename"):
            for wrong in ({}, [], 5, None, {"item": {"uri": "x", "selectionRange": {}}}, {"query": 5, "previousResultIds": 7, "data": {}},
                          {"command": "x", "arguments": 5}, {"command": "mlpc.compile", "arguments": []}, {"uri": 5, "name": 5}, {"data": huge}):
                with self.subTest(method=method, wrong=wrong):
                    try:
                        client.request(method, wrong)
                    except RequestFailed as error:
                        self.assertIn(error.code, (-32602, -32803), error)
        for method in ("didOpen", "didChange", "didClose", "didSave"):
            for wrong in ({}, [], 5, {"textDocument": {"uri": URI, "version": "x", "text": 3}, "contentChanges": [5]},
                          {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [{"text": "x", "range": 5}]}):
                client.notify("textDocument/" + method, wrong)
        client.open(URI, SOURCE)
        self.answers(client)

    def test_changes_beyond_the_text(self):
        client = self.start()
        client.open(URI, SOURCE)
        end = {"line": 2**32 - 1, "character": 2**32 - 1}
        client.change(URI, 2, ({"start": end, "end": end}, "\n// end"), ({"start": end, "end": {"line": 0, "character": 0}}, ""), SOURCE)
        self.answers(client)
        client.change("untitled:never-opened", 1, "x")
        client.close("untitled:never-opened")
        client.open(URI, SOURCE)
        self.answers(client)

    # ---- texts

    def test_lines_of_a_megabyte(self):
        client = self.start()
        client.open("untitled:long", SOURCE + 'const long = "' + "x" * 1000000 + '"\n// ' + "y" * 1000000)
        self.answers(client, "untitled:long")
        for text in ("x" * 1000000, "(" * 100000, "{" * 100000, '"~{' * 50000, "component a() { python <<<\n" + "(" * 200000, "@a " * 300000,
                     "import \"" * 100000, "\0" * 1000000, "😀" * 250000, "<<<" * 300000, "a." * 300000):
            client.change("untitled:long", 2, text)
            with self.subTest(text=text[:20]):
                client.request("textDocument/hover", params("untitled:long"))
        client.open(URI, SOURCE)
        self.answers(client)
        for method in DOCUMENT_METHODS:
            client.request("textDocument/" + method, params("untitled:long"))

    def test_bytes_that_are_not_text(self):
        client = self.start()
        client.raw(framed('{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"untitled:b","version":1,'
                          '"text":"const a = \\"\\ud800\\""}}}'))
        client.open(URI, SOURCE)
        self.answers(client)

    # ---- files

    def folder(self, **files):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="mlpc-lsp-"))
        self.addCleanup(shutil.rmtree, folder, True)
        for name, text in files.items():
            (folder / (name + ".mlp")).write_text(text, encoding="utf-8")
        return folder

    def test_files_disappear(self):
        folder = self.folder(a=SOURCE, b='import "./a.mlp" as a\npipeline q() { a.greet(name: "x") }\n')
        client = self.start(folders=[folder.as_uri()])
        uri = (folder / "a.mlp").as_uri()
        other = (folder / "b.mlp").as_uri()
        self.answers(client, uri)
        # Nobody tells the server.
        (folder / "a.mlp").unlink()
        for method in DOCUMENT_METHODS:
            for one in (uri, other):
                client.request("textDocument/" + method, params(one))
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 3}]})
        found = client.request("textDocument/diagnostic", params(other))["items"]
        self.assertEqual([one["code"] for one in found], ["MLP2002"])
        shutil.rmtree(folder)
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": other, "type": 3}, {"uri": folder.as_uri(), "type": 3}]})
        self.assertEqual(client.request("workspace/symbol", {"query": ""}), [])
        # An open document does not need a file.
        client.open(other, SOURCE)
        self.answers(client, other)

    def test_folders_come_and_go(self):
        first, second = self.folder(a=SOURCE), self.folder(b=SOURCE.replace("greet", "welcome"))
        client = self.start(folders=[first.as_uri()])

        def names():
            return {one["name"] for one in client.request("workspace/symbol", {"query": ""})}

        def change(added, removed):
            event = {name: [{"uri": folder.as_uri(), "name": "x"} for folder in folders] for name, folders in (("added", added), ("removed", removed))}
            client.notify("workspace/didChangeWorkspaceFolders", {"event": event})

        self.assertEqual(names(), {"greet", "p"})
        change([second], [])
        self.assertEqual(names(), {"greet", "welcome", "p"})
        change([], [first])
        self.assertEqual(names(), {"welcome", "p"})
        change([pathlib.Path("/nowhere/at/all")], [second])
        self.assertEqual(names(), set())

    def test_settings_of_the_project(self):
        folder = self.folder(a=SOURCE.replace("greet(name)", 'greet(name: "x")'))
        settings = folder / "mlpc.yaml"
        client = self.start(folders=[folder.as_uri()])
        uri = (folder / "a.mlp").as_uri()

        def found(text):
            if text is not None:
                settings.write_text(text)
                client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": settings.as_uri(), "type": 2}]})
            return [(one["code"], one["severity"]) for one in client.request("textDocument/diagnostic", params(uri))["items"]]

        self.assertEqual(found(None), [("MLP7101", 2)])
        self.assertEqual(found("lint: {rules: {unused-input: error}}\n"), [("MLP7101", 1)])
        self.assertEqual(found("lint: {ignore: [style]}\n"), [])
        self.assertEqual(found("lint: {ignore: [\n"), [("MLP7101", 2)])

    def test_a_folder_that_cannot_be_read(self):
        folder = self.folder(a=SOURCE)
        (folder / "loop").symlink_to(folder)
        (folder / "dangling.mlp").symlink_to(folder / "nothing")
        (folder / "folder.mlp").mkdir()
        client = self.start(folders=[folder.as_uri()])
        self.answers(client, (folder / "a.mlp").as_uri())

    def test_imports_of_each_other(self):
        folder = self.folder(a='import "./b.mlp" as b\n' + SOURCE, b='import "./a.mlp" as a\nimport "./b.mlp" as me\n')
        client = self.start(folders=[folder.as_uri()])
        for name in "ab":
            for method in DOCUMENT_METHODS:
                client.request("textDocument/" + method, params((folder / f"{name}.mlp").as_uri(), 1))
        self.assertTrue(client.request("workspace/diagnostic", {})["items"])


if __name__ == "__main__":
    MLPC = sys.argv.pop(1)
    unittest.main(verbosity=1)
