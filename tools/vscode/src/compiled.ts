import * as vscode from "vscode";
import * as protocol from "./protocol";
import type { Server } from "./client";
import { afterChanges } from "./refresh";
import { origin } from "./source_map";
import { compiledAddress, compiledParts, compiledScheme } from "./virtual_uri";

/** Compiled documents as read-only documents that follow their source, with the way back to it as "Go to Definition". */
export class CompiledDocuments implements vscode.TextDocumentContentProvider, vscode.DefinitionProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly latest = new Map<string, protocol.CompiledDocument>();

  constructor(private readonly server: Server) {}

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(compiledScheme, this),
      vscode.languages.registerDefinitionProvider({ scheme: compiledScheme }, this),
      vscode.workspace.onDidCloseTextDocument((document) => this.latest.delete(document.uri.toString())),
      afterChanges(() => {
        this.refresh();
      }),
      this.server.onStarted(() => {
        this.refresh();
      }),
    );
  }

  /** While the source has errors, the document stays as it was. */
  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const address = compiledAddress(uri.query);
    const client = await this.server.ready();
    if (address !== undefined && client !== undefined) {
      const parameters = { uri: address.source, name: address.name };
      try {
        this.latest.set(uri.toString(), await client.sendRequest(protocol.compiledDocument, parameters, token));
      } catch (error) {
        if (!this.latest.has(uri.toString())) {
          throw error;
        }
      }
    }
    return this.latest.get(uri.toString())?.text ?? "";
  }

  provideDefinition(document: vscode.TextDocument, position: vscode.Position): vscode.Location | undefined {
    const mapped = origin(this.latest.get(document.uri.toString())?.map ?? [], position.line);
    if (mapped === undefined) {
      return undefined;
    }
    const { start, end } = mapped.range;
    return new vscode.Location(
      vscode.Uri.parse(mapped.uri, true),
      new vscode.Range(start.line, start.character, end.line, end.character),
    );
  }

  /**
   * Shows what the file is compiled to, or of it only what comes from the declaration `of`, without moving the cursor
   * there. Lets the user choose if there are several.
   */
  async show(source: vscode.TextDocument, of?: string): Promise<void> {
    const client = await this.server.ready();
    if (client === undefined) {
      return;
    }
    const uri = client.code2ProtocolConverter.asUri(source.uri);
    let all: readonly protocol.CompiledDocumentName[];
    try {
      all = await client.sendRequest(protocol.compiledDocuments, { uri });
    } catch (error) {
      void vscode.window.showWarningMessage(`Nothing is compiled: ${error instanceof Error ? error.message : String(error)}.`);
      return;
    }
    const wanted = all.filter(({ origin: from }) => of === undefined || (from != null && nameAt(source, from) === of));
    const name = wanted.length < 2 ? wanted[0]?.name : await choose(wanted);
    if (wanted.length === 0) {
      void vscode.window.showInformationMessage("Nothing that is declared here has a document of its own.");
    }
    if (name === undefined) {
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

  private refresh(): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === compiledScheme) {
        this.changed.fire(uri);
      }
    }
  }
}

function nameAt(source: vscode.TextDocument, { uri, range: { start, end } }: NonNullable<protocol.CompiledDocumentName["origin"]>): string | undefined {
  const isHere = vscode.Uri.parse(uri, true).toString() === source.uri.toString();
  return isHere ? source.getText(new vscode.Range(start.line, start.character, end.line, end.character)) : undefined;
}

async function choose(all: readonly protocol.CompiledDocumentName[]): Promise<string | undefined> {
  const items = all.map(({ name }) => ({ label: name }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: "Which compiled document?" });
  return chosen?.label;
}
