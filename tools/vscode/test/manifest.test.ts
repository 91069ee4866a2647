import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { describe, test } from "node:test";
import { extension } from "./tokens";

interface Manifest {
  readonly contributes: {
    readonly commands: { readonly command: string }[];
    readonly menus: Record<string, { readonly command: string }[]>;
    readonly configuration: { readonly properties: Record<string, unknown> };
    readonly problemMatchers: { readonly pattern: { readonly regexp: string } }[];
    readonly walkthroughs: { readonly steps: { readonly description: string; readonly media: { readonly markdown: string }; readonly completionEvents?: string[] }[] }[];
  };
}

const manifest = JSON.parse(readFileSync(path.join(extension, "package.json"), "utf8")) as Manifest;
const { contributes } = manifest;
const source = readdirSync(path.join(extension, "src"))
  .map((name) => readFileSync(path.join(extension, "src", name), "utf8"))
  .join("\n");

/** The program; without it, what needs it is skipped. */
const mlpc = process.env.MLPC;

describe("the manifest", () => {
  const commands = contributes.commands.map(({ command }) => command);

  test("has the commands that the extension registers", () => {
    const registered = [...source.matchAll(/\b(?:onFile|command)\("(\w+)"/g)].map(([, name]) => `mlpc.${name ?? ""}`);
    // It has no meaning without what a lens adds to it.
    commands.push("mlpc.showReferences");
    assert.deepEqual(registered.sort(), [...commands].sort());
  });

  test("refers only to commands that exist", () => {
    const used = Object.values(contributes.menus)
      .flat()
      .map(({ command }) => command);
    const steps = contributes.walkthroughs.flatMap(({ steps }) => steps);
    const linked = steps.flatMap(({ description, completionEvents = [] }) =>
      [...`${description} ${completionEvents.join(" ")}`.matchAll(/\b(?:command|onCommand):(mlpc\.\w+)/g)].map(([, name]) => name),
    );
    for (const command of [...used, ...linked]) {
      assert.ok(commands.includes(command ?? ""), command);
    }
    for (const { media } of steps) {
      assert.ok(existsSync(path.join(extension, media.markdown)), media.markdown);
    }
  });

  test("declares the settings that the extension reads", () => {
    const read = [...source.matchAll(/getConfiguration\("(mlpc[\w.]*)"/g)].map(([, section]) => section);
    assert.deepEqual([...new Set(read)].sort(), ["mlpc.compile", "mlpc.server"]);
    for (const [, name] of source.matchAll(/settings\.get(?:<[^(]*>)?\("(\w+)"/g)) {
      const declared = Object.keys(contributes.configuration.properties).some((key) => key.endsWith(`.${name ?? ""}`));
      assert.ok(declared, name);
    }
  });
});

describe("the problem matcher", () => {
  const pattern = new RegExp(contributes.problemMatchers[0]?.pattern.regexp ?? "");

  test("reads every severity", () => {
    for (const severity of ["error", "warning", "note", "info"]) {
      const found = pattern.exec(`C:\\a b\\c.mlp:12:3: ${severity}[MLP2103]: there is no \`x\``);
      assert.deepEqual(found?.slice(1), ["C:\\a b\\c.mlp", "12", "3", severity, "MLP2103", "there is no `x`"]);
    }
  });

  test("reads what the program prints", { skip: mlpc === undefined }, () => {
    const folder = mkdtempSync(path.join(tmpdir(), "mlpc-"));
    try {
      const file = path.join(folder, "a.mlp");
      writeFileSync(file, "pipeline p() {\n  gone()\n}\n");
      const { stderr } = spawnSync(mlpc ?? "", ["check", file], { encoding: "utf8" });
      const [found] = stderr.split("\n").flatMap((line) => pattern.exec(line)?.slice(1, 5).join("|") ?? []);
      assert.equal(found, `${file}|2|3|error`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

interface Snippet {
  readonly prefix: string;
  readonly body: string | string[];
}

/** What a user gets who accepts every default. */
function expanded({ body }: Snippet): string {
  return (typeof body === "string" ? body : body.join("\n"))
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, "$1")
    .replace(/(?<!\\)\$\d+/g, "")
    .replace(/\\(.)/g, "$1");
}

describe("snippets", { skip: mlpc === undefined }, () => {
  const snippets = JSON.parse(readFileSync(path.join(extension, "snippets/mlp.json"), "utf8")) as Record<string, Snippet>;

  // Where a snippet belongs that is not a declaration, or does not say everything that one needs.
  const places: Readonly<Record<string, (text: string) => string>> = {
    pipeline: (text) => text,
    stage: (text) => `workflow w {\n${text}\n}\n`,
    job: (text) => `workflow w {\n${text}\n}\n`,
    task: (text) => `pipeline p() {\n${text}\n}\n`,
    if: (text) => `pipeline p() {\n${text}\n}\n`,
    for: (text) => `pipeline p() {\n${text}\n}\n`,
    try: (text) => `pipeline p() {\n${text}\n}\n`,
    python: (text) => `component c() {\n${text}\n}\n`,
    bash: (text) => `component c() {\nimage: "a"\n${text}\n}\n`,
    pwsh: (text) => `workflow w {\n${text}\n}\n`,
  };

  function check(text: string): { status: number; output: string } {
    try {
      execFileSync(mlpc ?? "", ["check", "-"], { input: text, encoding: "utf8", stdio: "pipe" });
      return { status: 0, output: "" };
    } catch (error) {
      const { status, stderr } = error as { status: number; stderr: string };
      return { status, output: stderr };
    }
  }

  for (const [name, snippet] of Object.entries(snippets)) {
    test(name, () => {
      const place = places[snippet.prefix];
      const text = expanded(snippet);
      const { status, output } = check(place === undefined ? `${text}\n` : place(text));
      if (place === undefined) {
        assert.equal(status, 0, `${text}\n${output}`);
      } else {
        // The names in it are the user's, but it is well-formed.
        assert.doesNotMatch(output, /\[MLP1\d{3}\]/, text);
        assert.ok(status < 2, output);
      }
    });
  }
});
