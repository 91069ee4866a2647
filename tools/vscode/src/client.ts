import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn, State } from "vscode-languageclient/node";
import { findServer } from "./find_server";

/** The program, or undefined, and the user learns what is missing. */
export function program(context: vscode.ExtensionContext): string | undefined {
  const found = findServer({
    setting: vscode.workspace.getConfiguration("mlpc.server").get("path", ""),
    extensionFolder: context.extensionPath,
    homeFolder: homedir(),
    searchPath: process.env.PATH ?? "",
    platform: process.platform,
    isProgram,
  });
  if ("program" in found) {
    return found.program;
  }
  // Nobody waits for the answer.
  void report(found.problem);
  return undefined;
}

async function report(problem: string): Promise<void> {
  const open = "Open Setting";
  if ((await vscode.window.showErrorMessage(problem, open)) === open) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "mlpc.server.path");
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The language server of this window: at most one, which starts and ends as a whole. */
export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  /** Starts and stops happen one after the other. */
  private turn: Promise<void> = Promise.resolve();
  private readonly log = vscode.window.createOutputChannel("mlpc", { log: true });
  private readonly started = new vscode.EventEmitter<LanguageClient>();
  /** After each start. */
  readonly onStarted = this.started.event;

  constructor(private readonly context: vscode.ExtensionContext) {}

  get running(): LanguageClient | undefined {
    return this.client?.state === State.Running ? this.client : undefined;
  }

  showLog(): void {
    this.log.show();
  }

  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.stop();
      await this.start();
    });
  }

  /** Waits for a start that is under way. */
  async ready(): Promise<LanguageClient | undefined> {
    await this.turn;
    return this.running;
  }

  dispose(): Promise<void> {
    return this.inTurn(async () => {
      await this.stop();
      this.started.dispose();
      this.log.dispose();
    });
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(work).catch((error: unknown) => {
      this.log.error(String(error));
      void vscode.window.showErrorMessage(`mlpc: the language server cannot be started: ${String(error)}`);
    });
    return this.turn;
  }

  private async start(): Promise<void> {
    const command = program(this.context);
    if (command === undefined) {
      return;
    }
    const settings = vscode.workspace.getConfiguration("mlpc.server");
    const environment = settings.get<Record<string, string>>("environment", {});
    this.log.info(`starting ${command} lsp`);
    this.client = new LanguageClient(
      "mlpc",
      "mlpc",
      {
        command,
        args: ["lsp", ...settings.get<string[]>("arguments", [])],
        // Without `transport`, which would add an argument, they talk on standard input and output.
        options: { env: { ...process.env, ...environment } },
      },
      {
        documentSelector: [
          { scheme: "file", language: "mlp" },
          { scheme: "untitled", language: "mlp" },
        ],
        outputChannel: this.log,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
      },
    );
    await this.client.start();
    this.started.fire(this.client);
  }

  private async stop(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    // A server that did not start cannot be stopped.
    if (client?.needsStop() === true) {
      await client.stop();
    }
    await client?.dispose();
  }
}
