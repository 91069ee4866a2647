import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { before, describe, test } from "node:test";
import { project, scopesOf, type Token, type Tokenizer, tokenizer } from "./tokens";

let tokens: Tokenizer;
before(async () => {
  tokens = await tokenizer();
});

/** The innermost scope of the only token that reads `word`. */
function scope(text: string, word: string): string {
  return scopesOf(tokens(text), word).at(-1) ?? "";
}

function sources(): string[] {
  const folders = ["samples", "stdlib", "tests/cases", "tests/import/cases"];
  return folders
    .flatMap((folder) =>
      readdirSync(path.join(project, folder), { recursive: true, encoding: "utf8" }).map((name) => path.join(project, folder, name)),
    )
    .filter((file) => file.endsWith(".mlp"));
}

describe("keywords", () => {
  const contextual = ["const", "type", "artifact", "secret", "component", "pipeline", "trainjob", "workflow", "stage", "job", "deployment", "steps"];
  const kinds = ["existing", "resource"];
  const reserved = ["let", "if", "else", "for", "in", "return", "yield", "try", "finally"];
  const constants = ["true", "false", "null"];
  const imports = ["import", "as"];

  test("are those of the compiler", () => {
    const list = readFileSync(path.join(project, "grammar/MlpTokens.txt"), "utf8");
    const words = [...list.matchAll(/^[A-Z][a-z]+ '([a-z]+)'$/gm)].map(([, word]) => word);
    assert.deepEqual(new Set(words), new Set([...contextual, ...kinds, ...reserved, ...constants, ...imports]));
  });

  test("of declarations are keywords where a word follows", () => {
    for (const word of contextual) {
      assert.equal(scope(`${word} name {`, word), "storage.type.mlp", word);
    }
    for (const word of kinds) {
      assert.equal(scope(`${word} name: a.B {`, word), "storage.type.mlp", word);
    }
    assert.equal(scope(`import "a.mlp" as b`, "import"), "keyword.control.import.mlp");
    assert.equal(scope(`import "a.mlp" as b`, "as"), "keyword.control.import.mlp");
  });

  test("of declarations are names elsewhere", () => {
    for (const word of [...contextual, ...kinds]) {
      assert.equal(scope(`  ${word}: x`, word), "variable.other.property.mlp", word);
      assert.equal(scope(`  let v = ${word}`, word), "variable.other.mlp", word);
      assert.equal(scope(`  x.${word}`, word), "variable.other.mlp", word);
      assert.equal(scope(`  ${word}(x)`, word), "entity.name.function.mlp", word);
    }
  });

  test("that are reserved", () => {
    for (const word of reserved) {
      const expected = word === "let" ? "storage.type.mlp" : word === "in" ? "keyword.operator.word.mlp" : "keyword.control.mlp";
      assert.equal(scope(`  ${word} name`, word), expected, word);
      assert.equal(scope(`  ${word}: name`, word), "variable.other.property.mlp", word);
      assert.equal(scope(`  x.${word}`, word), "variable.other.mlp", word);
    }
    for (const word of constants) {
      assert.equal(scope(`  a: ${word}`, word), "constant.language.mlp", word);
    }
  });
});

describe("tokens", () => {
  test("numbers, with and without units", () => {
    const kinds = { "1": "integer", "2e-4": "float", "1.5": "float", "500m": "quantity", "2Gi": "quantity", "1h30m": "quantity", "1.5Gi": "quantity" };
    for (const [number, kind] of Object.entries(kinds)) {
      assert.equal(scope(`  a: ${number}`, number), `constant.numeric.${kind}.mlp`, number);
    }
  });

  test("comments and doc comments", () => {
    assert.ok(scopesOf(tokens("/// doc"), "doc").includes("comment.line.documentation.mlp"));
    assert.ok(scopesOf(tokens("//// line"), "// line").includes("comment.line.double-slash.mlp"));
    assert.ok(scopesOf(tokens("/* a\nb */ c"), "b").includes("comment.block.mlp"));
    assert.equal(scope("/* a\nb */ c", "c"), "variable.other.mlp");
  });

  test("strings, escapes and placeholders", () => {
    const line = `  a: "b\\n~{f("c")} \\~{ // d"`;
    assert.equal(scope(line, "\\n"), "constant.character.escape.mlp");
    assert.equal(scope(line, "\\~"), "constant.character.escape.mlp");
    assert.equal(scope(line, "f"), "entity.name.function.mlp");
    assert.deepEqual(scopesOf(tokens(line), "{ // d"), ["string.quoted.double.mlp"]);
    assert.equal(scope(`a: "\\q"`, "\\q"), "invalid.illegal.escape.mlp");
  });

  test("a string ends on its line", () => {
    assert.equal(scope(`a: "b ~{c\nd: e`, "d"), "variable.other.property.mlp");
  });

  test("keys, types, functions, decorators and versions", () => {
    const line = `component train(@range(1, 9) epochs: int = 1, data: Dataset) -> map`;
    assert.equal(scope(line, "train"), "entity.name.function.mlp");
    assert.equal(scope(line, "range"), "storage.type.annotation.mlp");
    assert.equal(scope(line, "epochs"), "variable.other.property.mlp");
    assert.equal(scope(line, "int"), "support.type.mlp");
    assert.equal(scope(line, "Dataset"), "support.type.mlp");
    assert.equal(scope("  Docker@2(x)", "@2"), "constant.other.version.mlp");
  });
});

describe("fences", () => {
  const languages = {
    python: ["def f():", "def", "storage.type.function.python"],
    "python module": ["def f():", "def", "storage.type.function.python"],
    bash: ["if true; then", "then", "keyword.control.then.shell"],
    sh: ["if true; then", "then", "keyword.control.then.shell"],
    pwsh: ["if ($a) {", "if", "keyword.control.powershell"],
    powershell: ["if ($a) {", "if", "keyword.control.powershell"],
  } as const;

  for (const [tag, [line, word, expected]] of Object.entries(languages)) {
    for (const length of [3, 4, 5, 6]) {
      test(`${tag} with ${length} signs`, () => {
        const text = `  ${tag} ${"<".repeat(length)}\n    ${line}\n  ${">".repeat(length)} ) { name: x }`;
        assert.equal(scope(text, word), expected);
        assert.equal(scope(text, "name"), "variable.other.property.mlp");
      });
    }
  }

  test("of other languages are text", () => {
    assert.ok(scopesOf(tokens("  text <<<\n if x\n  >>>"), "if x").includes("string.unquoted.fence.mlp"));
  });

  test("whose text is not closed end all the same", () => {
    for (const open of ['x = """', "x = (", "'", "f('"]) {
      assert.equal(scope(`a: python <<<\n  ${open}\n>>>\nname: 1`, "name"), "variable.other.property.mlp", open);
    }
    for (const open of ["cat <<EOF", '"', "$(", "if true"]) {
      assert.equal(scope(`a: bash <<<\n  ${open}\n>>>\nname: 1`, "name"), "variable.other.property.mlp", open);
    }
    for (const open of ['@"', "<#", "{"]) {
      assert.equal(scope(`a: pwsh <<<\n  ${open}\n>>>\nname: 1`, "name"), "variable.other.property.mlp", open);
    }
  });

  test("hold what resembles an end", () => {
    const text = "a: python <<<<\n  >>> doctest\n  >>>>> x\n  y = 1\n>>>>\nname: 1";
    assert.ok(scopesOf(tokens(text), "doctest").includes("meta.embedded.block.python"));
    assert.ok(scopesOf(tokens(text), "y").includes("meta.embedded.block.python"));
    assert.equal(scope(text, "name"), "variable.other.property.mlp");
  });

  test("have placeholders, also in strings of the other language", () => {
    for (const [tag, line] of [["python", `a = "x ~{port} y"`], ["python", "a = ~{port}"], ["bash", `echo "x ~{port}"`], ["bash", "echo ~{port}"], ["pwsh", `"~{port}"`], ["text", "~{port}"]]) {
      const scopes = scopesOf(tokens(`a: ${tag} <<<\n  ${line}\n>>>`), "port");
      assert.equal(scopes.at(-1), "variable.other.mlp", line);
      assert.ok(scopes.includes("meta.template.expression.mlp"), line);
    }
  });

  test("have no placeholder after an even number of tildes", () => {
    const even = tokens("a: text <<<\n  ~~{port}\n>>>");
    assert.equal(scopesOf(even, "~~").at(-1), "constant.character.escape.mlp");
    assert.ok(!even.flat().some(({ scopes }) => scopes.includes("meta.template.expression.mlp")));
    assert.equal(scope("a: text <<<\n  ~~~{port}\n>>>", "port"), "variable.other.mlp");
  });
});

/** Which lines are the text of a fence, by the rule of the language. */
function fenceLines(text: string): boolean[] {
  let length = 0;
  return text.split("\n").map((line) => {
    if (length !== 0) {
      const end = /^[ \t]*(>+)/.exec(line)?.[1]?.length === length;
      length = end ? 0 : length;
      return !end;
    }
    length = /^(?![ \t]*\/\/).*[A-Za-z] (<{3,})[ \t]*$/.exec(line)?.[1]?.length ?? 0;
    return false;
  });
}

function isEmbedded(line: readonly Token[]): boolean {
  return line.some(({ scopes }) => scopes.some((name) => name.startsWith("meta.embedded.block.")));
}

test("code blocks of Markdown are mlp, and their fences other languages", async () => {
  const markdown = await tokenizer("text.html.markdown");
  const lines = markdown("# Fails\n\n```mlp\ncomponent c {\n  bash <<<\n    if true\n  >>>\n}\n```\n\n**after**\n");
  assert.equal(scopesOf(lines, "component").at(-1), "storage.type.mlp");
  assert.equal(scopesOf(lines, "if").at(-1), "keyword.control.if.shell");
  assert.ok(scopesOf(lines, "after").some((name) => name.startsWith("markup.bold")));
});

describe("every source of the project", () => {
  const files = sources();

  test("is there", () => {
    assert.ok(files.length > 100, `${files.length} files`);
  });

  test("has its fences where the compiler sees them", () => {
    let embedded = 0;
    for (const file of files) {
      const text = readFileSync(file, "utf8");
      if (text.includes("\r") || /\/(syntax|files)_reported\//.test(file)) {
        continue;
      }
      const lines = tokens(text);
      for (const [number, inside] of fenceLines(text).entries()) {
        const line = lines[number] ?? [];
        if (line.some((token) => token.text.trim() !== "")) {
          assert.equal(isEmbedded(line), inside, `${file}:${number + 1}`);
          embedded += inside ? 1 : 0;
        }
      }
    }
    assert.ok(embedded > 500, `${embedded} lines`);
  });
});
