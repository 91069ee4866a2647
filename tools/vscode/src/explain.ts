import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { program } from "./client";
import { diagnosticCode } from "./command_line";
import { explanationScheme } from "./virtual_uri";

const run = promisify(execFile);

/** What `mlpc explain CODE` prints, as a document. */
export class Explanations implements vscode.TextDocumentContentProvider {
  constructor(private readonly context: vscode.ExtensionContext) {}

  register(): vscode.Disposable {
    return vscode.workspace.registerTextDocumentContentProvider(explanationScheme, this);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const code = diagnosticCode(uri.path);
    const command = program(this.context);
    if (code === undefined || command === undefined) {
      return "";
    }
    try {
      return (await run(command, ["explain", code], { env: { ...process.env, NO_COLOR: "1" } })).stdout;
    } catch (error) {
      return error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    }
  }

  /** Explains `asked`, or the diagnostic at the cursor, or the one that the user names. */
  async show(asked: unknown): Promise<void> {
    const code = diagnosticCode(typeof asked === "string" ? asked : (codeAtCursor() ?? (await ask()) ?? ""));
    if (code === undefined) {
      return;
    }
    const uri = vscode.Uri.from({ scheme: explanationScheme, path: `/${code}.md` });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  }
}

function codeAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return undefined;
  }
  const here = vscode.languages
    .getDiagnostics(editor.document.uri)
    .find(({ range, source }) => source === "mlpc" && range.contains(editor.selection.active));
  const code = typeof here?.code === "object" ? here.code.value : here?.code;
  return code === undefined ? undefined : String(code);
}

function ask(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    prompt: "The code of a diagnostic",
    placeHolder: "MLP2101",
    validateInput: (text) => (diagnosticCode(text) === undefined ? "A code is MLP and four digits." : undefined),
  });
}
