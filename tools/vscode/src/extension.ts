import * as vscode from "vscode";
import { Location, Position } from "vscode-languageserver-protocol";
import { Server } from "./client";
import { CompiledDocuments } from "./compiled";
import { Explanations } from "./explain";
import { Fences } from "./fences";
import { Graphs } from "./graphs";
import { Tasks } from "./tasks";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const ours = (server = new Server(context));
  const compiled = new CompiledDocuments(ours);
  const fences = new Fences(ours);
  const graphs = new Graphs(ours);
  const tasks = new Tasks(context);
  const explanations = new Explanations(context);

  const command = (name: string, work: (...given: unknown[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(`mlpc.${name}`, work);
  // A lens of the server says which file; otherwise it is the one in front.
  const onFile = (name: string, work: (document: vscode.TextDocument, of?: string) => Promise<void>): vscode.Disposable =>
    command(name, async (uri, of) => {
      const document =
        typeof uri === "string"
          ? await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true))
          : vscode.window.activeTextEditor?.document;
      if (document?.languageId === "mlp") {
        await work(document, typeof of === "string" ? of : undefined);
      } else {
        void vscode.window.showInformationMessage("Open an mlp file first.");
      }
    });

  context.subscriptions.push(
    compiled.register(),
    fences.register(),
    graphs.register(),
    tasks.register(),
    explanations.register(),
    onFile("compileFile", (document) => tasks.compile(document)),
    onFile("showCompiled", (document, of) => compiled.show(document, of)),
    onFile("showGraph", (document) => graphs.show(document.uri)),
    onFile("showFence", (document) => fences.show(document)),
    command("showReferences", (uri, position, locations) => showReferences(ours, uri, position, locations)),
    command("explain", (asked) => explanations.show(asked)),
    command("restartServer", () => ours.restart()),
    command("showLog", () => {
      ours.showLog();
    }),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("mlpc.server")) {
        await ours.restart();
      }
    }),
  );
  await ours.restart();
}

export async function deactivate(): Promise<void> {
  await server?.dispose();
}

/** What a lens of the server asks for: the editor's own list of references. */
async function showReferences(ours: Server, uri: unknown, position: unknown, locations: unknown): Promise<void> {
  const convert = ours.running?.protocol2CodeConverter;
  if (convert === undefined || typeof uri !== "string" || !Position.is(position) || !Array.isArray(locations)) {
    return;
  }
  const places = locations.filter((place) => Location.is(place));
  await vscode.commands.executeCommand(
    "editor.action.showReferences",
    convert.asUri(uri),
    convert.asPosition(position),
    places.map((place) => convert.asLocation(place)),
  );
}
