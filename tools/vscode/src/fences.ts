import * as vscode from "vscode";
import * as protocol from "./protocol";
import type { Server } from "./client";
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
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.refresh(document.uri);
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

  async show(editor: vscode.TextEditor): Promise<void> {
    const client = await this.server.ready();
    if (client === undefined) {
      return;
    }
    const uri = client.code2ProtocolConverter.asUri(editor.document.uri);
    const position = client.code2ProtocolConverter.asPosition(editor.selection.active);
    const fence = await client.sendRequest(protocol.fence, { uri, position });
    if (fence === null) {
      void vscode.window.showInformationMessage("The cursor is not in a fence.");
      return;
    }
    const { line, character } = fence.range.start;
    const address = vscode.Uri.from(fenceParts({ source: uri, line, character }, fence.languageId));
    const document = await vscode.workspace.openTextDocument(address);
    await vscode.languages.setTextDocumentLanguage(document, fence.languageId);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  }

  private refresh(source: vscode.Uri): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      const address = uri.scheme === fenceScheme ? fenceAddress(uri.query) : undefined;
      if (address !== undefined && vscode.Uri.parse(address.source).toString() === source.toString()) {
        this.changed.fire(uri);
      }
    }
  }
}
