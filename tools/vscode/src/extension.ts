import * as vscode from "vscode";
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
  const inEditor = (name: string, work: (editor: vscode.TextEditor) => Promise<void>): vscode.Disposable =>
    command(name, async () => {
      const editor = vscode.window.activeTextEditor;
      if (editor?.document.languageId === "mlp") {
        await work(editor);
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
    inEditor("compile", (editor) => tasks.compile(editor.document)),
    inEditor("showCompiled", (editor) => compiled.show(editor.document.uri)),
    inEditor("showGraph", (editor) => graphs.show(editor.document.uri)),
    inEditor("showFence", (editor) => fences.show(editor)),
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
