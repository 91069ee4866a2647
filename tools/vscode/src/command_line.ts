/** What a task of the type `mlpc` says in tasks.json. */
export interface TaskSettings {
  readonly command: string;
  readonly file: string;
  readonly output?: string;
  readonly target?: string;
}

/** The arguments of the program, or why there are none. */
export function taskArguments(task: TaskSettings): string[] | { readonly problem: string } {
  switch (task.command) {
    case "check":
      if (task.output !== undefined || task.target !== undefined) {
        return { problem: "a task that checks has no output and no target" };
      }
      return ["check", "--", task.file];
    case "compile":
      return [
        "compile",
        ...(task.output === undefined ? [] : ["-o", task.output]),
        ...(task.target === undefined ? [] : ["--target", task.target]),
        "--",
        task.file,
      ];
    default:
      return { problem: `there is no task ${task.command}: write compile or check` };
  }
}

/** The code of a diagnostic: `MLP2103` in what the user wrote or selected. */
export function diagnosticCode(text: string): string | undefined {
  return /\bMLP\d{4}\b/i.exec(text)?.[0].toUpperCase();
}
