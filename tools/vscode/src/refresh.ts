import * as vscode from "vscode";

const pause = 300;

/** Calls `work` when the texts of mlp have stopped changing for a moment. */
export function afterChanges(work: () => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.languageId === "mlp" && contentChanges.length > 0) {
        clearTimeout(timer);
        timer = setTimeout(work, pause);
      }
    }),
    {
      dispose: () => {
        clearTimeout(timer);
      },
    },
  );
}
