/** A client on standard input and output, with the types of the extension's own requests. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  CodeActionRequest,
  CompletionRequest,
  createProtocolConnection,
  DefinitionRequest,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  MarkupContent,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  RenameRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import * as protocol from "../src/protocol";
import { origin } from "../src/source_map";

const mlpc = process.env.MLPC;

const parts = `/// Says hello.
component greet(name: string) -> string {
  python <<<
    return name
  >>>
}
`;
const wrong = `import "./parts.mlp" as parts

pipeline hello(name: string = 'world') {
  let greeting = parts.greet(name)
  parts.greet(name: greeting)
}
`;

describe("the server", { skip: mlpc === undefined }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "mlpc-"));
  const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).toString();
  const main = uriOf("main.mlp");
  const place = (line: number, character: number) => ({ textDocument: { uri: main }, position: { line, character } });
  let server: ChildProcess;
  let client: ProtocolConnection;
  /** The diagnostics that were published last for each file. */
  const published = new Map<string, Diagnostic[]>();
  let onPublished: (() => void) | undefined;

  async function diagnostics(wanted: (found: readonly Diagnostic[]) => boolean): Promise<Diagnostic[]> {
    for (;;) {
      const found = published.get(main);
      if (found !== undefined && wanted(found)) {
        return found;
      }
      await new Promise<void>((resolve) => {
        onPublished = resolve;
      });
    }
  }

  before(async () => {
    writeFileSync(path.join(folder, "parts.mlp"), parts);
    writeFileSync(path.join(folder, "main.mlp"), wrong);
    server = spawn(mlpc ?? "", ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
    assert.ok(server.stdin !== null && server.stdout !== null);
    client = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
    client.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics: found }) => {
      published.set(uri, found);
      onPublished?.();
    });
    client.listen();
    const { capabilities } = await client.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- the type demands it
      rootUri: null,
      workspaceFolders: [{ uri: pathToFileURL(folder).toString(), name: "folder" }],
      capabilities: { textDocument: { publishDiagnostics: {}, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } } } },
    });
    assert.equal(capabilities.positionEncoding ?? "utf-16", "utf-16");
    await client.sendNotification(InitializedNotification.type, {});
    await client.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: main, languageId: "mlp", version: 1, text: wrong },
    });
  });

  after(async () => {
    await client.sendRequest(ShutdownRequest.type);
    const ended = new Promise((resolve) => server.once("exit", resolve));
    await client.sendNotification(ExitNotification.type);
    assert.equal(await ended, 0);
    client.dispose();
    rmSync(folder, { recursive: true });
  });

  test("compiles nothing while there is an error", async () => {
    await assert.rejects(client.sendRequest(protocol.compiledDocuments, { uri: main }), /errors/);
  });

  test("reports a mistake, and its fix repairs it", async () => {
    const [mistake] = await diagnostics((found) => found.length > 0);
    assert.deepEqual(mistake?.range, { start: { line: 2, character: 30 }, end: { line: 2, character: 37 } });
    const actions = await client.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: main },
      range: mistake.range,
      context: { diagnostics: [mistake] },
    });
    const fix = actions?.find((action) => "edit" in action && action.kind === "quickfix");
    assert.ok(fix !== undefined && "edit" in fix);
    const edits = [...(fix.edit.changes?.[main] ?? [])].sort((a, b) => b.range.start.character - a.range.start.character);
    assert.equal(edits.length, 2);
    const contentChanges = edits.map(({ range, newText }) => ({ range, text: newText }));
    await client.sendNotification(DidChangeTextDocumentNotification.type, { textDocument: { uri: main, version: 2 }, contentChanges });
    await diagnostics((found) => found.length === 0);
  });

  test("knows what a name is, and where it is declared", async () => {
    const hover = await client.sendRequest(HoverRequest.type, place(3, 25));
    assert.ok(hover !== null && MarkupContent.is(hover.contents));
    assert.match(hover.contents.value, /component greet\(name: string\) -> string[^]*Says hello\./);
    const found = await client.sendRequest(DefinitionRequest.type, place(3, 25));
    const [definition] = Array.isArray(found) ? found : [found];
    assert.equal(definition != null && "uri" in definition ? definition.uri : "", uriOf("parts.mlp"));
  });

  test("completes names", async () => {
    const completion = await client.sendRequest(CompletionRequest.type, place(3, 23));
    const items = Array.isArray(completion) ? completion : (completion?.items ?? []);
    assert.ok(items.some(({ label }) => label === "greet"));
  });

  test("renames in every file", async () => {
    const edit = await client.sendRequest(RenameRequest.type, { ...place(3, 25), newName: "welcome" });
    const files = edit?.documentChanges?.map((change) => ("textDocument" in change ? change.textDocument.uri : "")) ?? Object.keys(edit?.changes ?? {});
    assert.deepEqual([...files].sort(), [main, uriOf("parts.mlp")].sort());
  });

  test("has compiled documents, and the way back from them", async () => {
    const [first, ...more] = await client.sendRequest(protocol.compiledDocuments, { uri: main });
    assert.deepEqual(more, []);
    assert.ok(first?.origin != null);
    assert.deepEqual(first.origin, { uri: main, range: { start: { line: 2, character: 9 }, end: { line: 2, character: 14 } } });
    const { text, languageId, map } = await client.sendRequest(protocol.compiledDocument, { uri: main, name: first.name });
    assert.equal(languageId, "yaml");
    const line = text.split("\n").findIndex((content) => content.includes("defaultValue: world"));
    assert.ok(line > 0);
    const from = origin(map, line);
    assert.equal(from?.uri, main);
    assert.equal(from.range.start.line, 2);
    assert.ok(map.every((entry, index) => index === 0 || entry.line >= (map[index - 1]?.line ?? 0)));
    await assert.rejects(client.sendRequest(protocol.compiledDocument, { uri: main, name: "gone" }), /gone/);
  });

  test("has the code of fences", async () => {
    const text = parts;
    const uri = uriOf("parts.mlp");
    await client.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId: "mlp", version: 1, text } });
    const fence = await client.sendRequest(protocol.fence, { uri, position: { line: 3, character: 6 } });
    assert.equal(fence?.languageId, "python");
    assert.equal(fence.text, "def greet(name):\n    return name");
    assert.equal(await client.sendRequest(protocol.fence, { uri, position: { line: 0, character: 0 } }), null);
  });
});
