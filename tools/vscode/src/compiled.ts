import * as vscode from "vscode";
import * as protocol from "./protocol";
import type { Server } from "./client";
import { compiledAddress, compiledParts, compiledScheme } from "./virtual_uri";

/** Compiled documents as read-only documents that follow their source, with the way back to it as "Go to Definition". */
export class CompiledDocuments implements vscode.TextDocumentContentProvider, vscode.DefinitionProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly maps = new Map<string, readonly protocol.MappedLine[]>();

  constructor(private readonly server: Server) {}

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(compiledScheme, this),
      vscode.languages.registerDefinitionProvider({ scheme: compiledScheme }, this),
      vscode.workspace.onDidCloseTextDocument((document) => this.maps.delete(document.uri.toString())),
      this.server.onStarted((client) => {
        client.onNotification(protocol.compiledDocumentsChanged, ({ uri }) => {
          this.refresh((source) => source === uri);
        });
        this.refresh(() => true);
      }),
    );
  }

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const address = compiledAddress(uri.query);
    const client = await this.server.ready();
    if (address === undefined || client === undefined) {
      return "";
    }
    const document = await client.sendRequest(
      protocol.compiledDocument,
      { uri: address.source, name: address.name },
      token,
    );
    this.maps.set(uri.toString(), document?.map ?? []);
    return document?.text ?? "";
  }

  provideDefinition(document: vscode.TextDocument, position: vscode.Position): vscode.Location | undefined {
    const mapped = this.maps.get(document.uri.toString())?.find(({ line }) => line === position.line);
    if (mapped === undefined) {
      return undefined;
    }
    const { start, end } = mapped.range;
    return new vscode.Location(
      vscode.Uri.parse(mapped.uri, true),
      new vscode.Range(start.line, start.character, end.line, end.character),
    );
  }

  /** Lets the user choose if there are several, and shows the document without moving the cursor to it. */
  async show(source: vscode.Uri): Promise<void> {
    const client = await this.server.ready();
    if (client === undefined) {
      return;
    }
    const uri = client.code2ProtocolConverter.asUri(source);
    const all = await client.sendRequest(protocol.compiledDocuments, { uri });
    const name = all.length < 2 ? all[0]?.name : await choose(all);
    if (name === undefined) {
      if (all.length === 0) {
        void vscode.window.showInformationMessage("Nothing is compiled from this file: it has errors, or declares nothing that has an output.");
      }
      return;
    }
    const address = vscode.Uri.from(compiledParts({ source: uri, name }));
    const shown = await vscode.workspace.openTextDocument(address);
    await vscode.window.showTextDocument(shown, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: false,
    });
  }

  private refresh(concerns: (source: string) => boolean): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      const address = uri.scheme === compiledScheme ? compiledAddress(uri.query) : undefined;
      if (address !== undefined && concerns(address.source)) {
        this.changed.fire(uri);
      }
    }
  }
}

async function choose(all: readonly protocol.CompiledDocumentName[]): Promise<string | undefined> {
  const items = all.map(({ name, target }) => ({ label: name, description: target }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: "Which compiled document?" });
  return chosen?.label;
}
