/** Runs the TextMate grammar as editors do. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import * as oniguruma from "vscode-oniguruma";
import * as textmate from "vscode-textmate";

/** The folder of the extension; tests run there. */
export const extension = process.cwd();
/** The clone: the samples and the compiler's own list of keywords are in it. */
export const project = process.env.MLPC_ROOT ?? path.resolve(extension, "../..");

const resolve = createRequire(path.join(extension, "package.json")).resolve;

/** The grammars that VS Code brings. */
const others: Readonly<Record<string, string>> = {
  "source.python": "python",
  "source.shell": "shellscript",
  "source.powershell": "powershell",
  "text.html.markdown": "markdown",
};
const ours: Readonly<Record<string, string>> = {
  "source.mlp": "mlp.tmLanguage.json",
  "markdown.mlp.codeblock": "markdown.tmLanguage.json",
};

function grammarFile(scope: string): string | undefined {
  const own = ours[scope];
  if (own !== undefined) {
    return path.join(extension, "syntaxes", own);
  }
  const name = others[scope];
  return name === undefined ? undefined : resolve(`tm-grammars/grammars/${name}.json`);
}

export interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

export type Tokenizer = (text: string) => Token[][];

let loaded: Promise<void> | undefined;

async function load(): Promise<void> {
  const wasm = readFileSync(resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
}

export async function tokenizer(scopeName = "source.mlp"): Promise<Tokenizer> {
  await (loaded ??= load());
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    getInjections: (scope) => (scope === "text.html.markdown" ? ["markdown.mlp.codeblock"] : undefined),
    loadGrammar: (scope) => {
      const file = grammarFile(scope);
      return Promise.resolve(file === undefined ? null : textmate.parseRawGrammar(readFileSync(file, "utf8"), file));
    },
  });
  const grammar = await registry.loadGrammar(scopeName);
  if (grammar === null) {
    throw new Error("the grammar cannot be loaded");
  }
  return (text) => {
    let state = textmate.INITIAL;
    return text.split("\n").map((line) => {
      const result = grammar.tokenizeLine(line, state);
      state = result.ruleStack;
      return result.tokens.map(({ startIndex, endIndex, scopes }) => ({ text: line.slice(startIndex, endIndex), scopes }));
    });
  };
}

/** The scopes, without those of the whole text, of the only token in `text` that reads `word`. */
export function scopesOf(lines: readonly Token[][], word: string): readonly string[] {
  const found = lines.flat().filter((token) => token.text.trim() === word);
  const [only] = found;
  if (found.length !== 1 || only === undefined) {
    throw new Error(`${found.length} tokens read ${word}`);
  }
  return only.scopes.slice(1);
}
