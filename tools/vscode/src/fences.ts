import * as vscode from "vscode";
import * as protocol from "./protocol";
import type { Server } from "./client";
import { afterChanges } from "./refresh";
import { fenceAddress, fenceParts, fenceScheme } from "./virtual_uri";

/** The code of fences as read-only documents of its own language. */
export class Fences implements vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly server: Server) {}

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(fenceScheme, this),
      afterChanges(() => {
        this.refresh();
      }),
    );
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const address = fenceAddress(uri.query);
    const client = await this.server.ready();
    if (address === undefined || client === undefined) {
      return "";
    }
    const { source, line, character } = address;
    const fence = await client.sendRequest(protocol.fence, { uri: source, position: { line, character } });
    return fence?.text ?? "";
  }

  /** Shows the code at the cursor. */
  async show(source: vscode.TextDocument): Promise<void> {
    const client = await this.server.ready();
    const editor = vscode.window.activeTextEditor;
    if (client === undefined || editor?.document !== source) {
      return;
    }
    const uri = client.code2ProtocolConverter.asUri(source.uri);
    const position = client.code2ProtocolConverter.asPosition(editor.selection.active);
    const fence = await client.sendRequest(protocol.fence, { uri, position });
    if (fence === null) {
      void vscode.window.showInformationMessage("The cursor is not in a fence.");
      return;
    }
    const { line, character } = fence.range.start;
    const address = vscode.Uri.from(fenceParts({ source: uri, line, character }, fence.languageId));
    const document = await vscode.workspace.openTextDocument(address);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  }

  private refresh(): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === fenceScheme) {
        this.changed.fire(uri);
      }
    }
  }
}
