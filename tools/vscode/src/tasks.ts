import * as path from "node:path";
import * as vscode from "vscode";
import { type TaskSettings, taskArguments } from "./command_line";
import { program } from "./client";

const type = "mlpc";

export class Tasks implements vscode.TaskProvider {
  constructor(private readonly context: vscode.ExtensionContext) {}

  register(): vscode.Disposable {
    return vscode.tasks.registerTaskProvider(type, this);
  }

  /** One task for the file in front, which is how people compile. */
  provideTasks(): vscode.Task[] {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== "mlp" || document.uri.scheme !== "file") {
      return [];
    }
    const task = this.task(this.settingsFor(document.uri), vscode.workspace.getWorkspaceFolder(document.uri));
    return task === undefined ? [] : [task];
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const { scope } = task;
    const folder = typeof scope === "object" ? scope : undefined;
    return this.task(task.definition as vscode.TaskDefinition & TaskSettings, folder, task.definition);
  }

  /** Compiles a file, after saving it. */
  async compile(document: vscode.TextDocument): Promise<void> {
    if (document.uri.scheme !== "file" || !(await document.save())) {
      void vscode.window.showErrorMessage("Save the file first: mlpc compiles files.");
      return;
    }
    const task = this.task(this.settingsFor(document.uri), vscode.workspace.getWorkspaceFolder(document.uri));
    if (task !== undefined) {
      await vscode.tasks.executeTask(task);
    }
  }

  private settingsFor(uri: vscode.Uri): TaskSettings {
    const settings = vscode.workspace.getConfiguration("mlpc.compile", uri);
    return {
      command: "compile",
      file: uri.fsPath,
      output: path.resolve(path.dirname(uri.fsPath), settings.get("output", "out")),
      target: settings.get("target", "all"),
    };
  }

  private task(
    settings: TaskSettings,
    folder: vscode.WorkspaceFolder | undefined,
    definition: vscode.TaskDefinition = { type, ...settings },
  ): vscode.Task | undefined {
    const args = taskArguments(settings);
    if ("problem" in args) {
      void vscode.window.showErrorMessage(`mlpc: ${args.problem}`);
      return undefined;
    }
    const command = program(this.context);
    if (command === undefined) {
      return undefined;
    }
    const options: vscode.ProcessExecutionOptions = folder === undefined ? {} : { cwd: folder.uri.fsPath };
    const task = new vscode.Task(
      definition,
      folder ?? vscode.TaskScope.Workspace,
      `${settings.command} ${path.basename(settings.file)}`,
      type,
      new vscode.ProcessExecution(command, args, options),
      ["$mlpc"],
    );
    task.group = vscode.TaskGroup.Build;
    task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
    return task;
  }
}
