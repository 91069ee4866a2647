import { randomBytes } from "node:crypto";
import * as path from "node:path";
import * as vscode from "vscode";
import * as protocol from "./protocol";
import type { Server } from "./client";
import { type Graph, graphPage } from "./graph_page";
import { afterChanges } from "./refresh";

/** One panel for each source; it follows its source. */
export class Graphs {
  private readonly panels = new Map<string, vscode.WebviewPanel>();

  constructor(private readonly server: Server) {}

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      afterChanges(() => {
        this.refresh();
      }),
      this.server.onStarted(() => {
        this.refresh();
      }),
      { dispose: () => { this.panels.forEach((panel) => { panel.dispose(); }); } },
    );
  }

  async show(source: vscode.Uri): Promise<void> {
    const client = await this.server.ready();
    if (client === undefined) {
      return;
    }
    const uri = client.code2ProtocolConverter.asUri(source);
    let panel = this.panels.get(uri);
    if (panel === undefined) {
      panel = vscode.window.createWebviewPanel(
        "mlpc.graph",
        `Graph of ${path.posix.basename(source.path)}`,
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
        { enableScripts: true, localResourceRoots: [] },
      );
      this.panels.set(uri, panel);
      panel.onDidDispose(() => this.panels.delete(uri));
    } else {
      panel.reveal(undefined, true);
    }
    await this.fill(panel, uri);
  }

  private refresh(): void {
    this.panels.forEach((panel, uri) => {
      void this.fill(panel, uri);
    });
  }

  private async fill(panel: vscode.WebviewPanel, uri: string): Promise<void> {
    const page = await this.graph(panel.title, uri);
    // The panel may have been closed meanwhile.
    if (this.panels.get(uri) === panel) {
      panel.webview.html = graphPage(page, randomBytes(16).toString("base64"));
    }
  }

  private async graph(title: string, uri: string): Promise<Graph> {
    try {
      const graph = await this.server.running?.sendRequest(protocol.graph, { uri, format: "svg" });
      return graph === undefined ? { title } : { title, svg: graph.text };
    } catch (error) {
      return { title, problem: error instanceof Error ? error.message : String(error) };
    }
  }
}
