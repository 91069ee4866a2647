import assert from "node:assert/strict";
import { test } from "node:test";
import { diagnosticCode, taskArguments } from "../src/command_line";
import { escapeHtml, graphPage, pictureAddress, policy } from "../src/graph_page";
import { origin } from "../src/source_map";
import { compiledAddress, compiledParts, fenceAddress, fenceParts } from "../src/virtual_uri";

const awkward = "file:///a%20b/%C3%A4%23%3F.mlp";

test("the address of a compiled document leads back to its source", () => {
  const address = { source: awkward, name: "p & q.pipeline.yaml" };
  const parts = compiledParts(address);
  assert.equal(parts.path, "/p & q.pipeline.yaml");
  assert.deepEqual(compiledAddress(parts.query), address);
});

test("the address of a fence leads back to its source and shows the language", () => {
  const address = { source: "file:///w/train.mlp", line: 11, character: 9 };
  const suffixes = { python: "py", bash: "sh", sh: "sh", shellscript: "sh", pwsh: "ps1", powershell: "ps1", text: "txt" };
  for (const [language, suffix] of Object.entries(suffixes)) {
    assert.equal(fenceParts(address, language).path, `/train.12.${suffix}`, language);
  }
  assert.deepEqual(fenceAddress(fenceParts(address, "python").query), address);
});

test("addresses that nobody made are rejected", () => {
  for (const query of ["", "{", "[]", '["a"]', "[1,2]", "null"]) {
    assert.equal(compiledAddress(query), undefined, query);
    assert.equal(fenceAddress(query), undefined, query);
  }
});

test("arguments of tasks", () => {
  assert.deepEqual(taskArguments({ command: "check", file: "-a.mlp" }), ["check", "--", "-a.mlp"]);
  assert.deepEqual(taskArguments({ command: "compile", file: "a.mlp" }), ["compile", "--", "a.mlp"]);
  assert.deepEqual(taskArguments({ command: "compile", file: "a.mlp", output: "o", target: "kfp" }), [
    "compile",
    "-o",
    "o",
    "--target",
    "kfp",
    "--",
    "a.mlp",
  ]);
});

test("tasks that make no sense are rejected", () => {
  assert.ok("problem" in taskArguments({ command: "run", file: "a.mlp" }));
  assert.ok("problem" in taskArguments({ command: "check", file: "a.mlp", output: "o" }));
});

test("codes of diagnostics are found in text", () => {
  assert.equal(diagnosticCode("error[MLP2103]: no"), "MLP2103");
  assert.equal(diagnosticCode(" mlp0001"), "MLP0001");
  assert.equal(diagnosticCode("MLP12345"), undefined);
  assert.equal(diagnosticCode("XMLP1234"), undefined);
  assert.equal(diagnosticCode(""), undefined);
});

test("a graph's page allows nothing but its own script", () => {
  const page = graphPage({ title: `a" onload="x`, svg: `<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>` }, "N0");
  assert.equal(page.match(/<script/g)?.length, 1);
  assert.match(page, /<script nonce="N0">/);
  assert.doesNotMatch(page, /onload="x/);
  assert.match(policy("N0"), /^default-src 'none'; script-src 'nonce-N0';/);
  assert.doesNotMatch(policy("N0"), /https?:|\*|unsafe-eval/);
});

test("a graph's page shows the whole picture", () => {
  const svg = "<svg>ä→𝄞</svg>";
  const address = pictureAddress(svg);
  assert.equal(Buffer.from(address.replace(/^.*,/, ""), "base64").toString("utf8"), svg);
  assert.ok(graphPage({ title: "t", svg }, "n").includes(address));
});

test("a graph that does not exist is explained", () => {
  const page = graphPage({ title: "t", problem: "it <broke>" }, "n");
  assert.match(page, /it &lt;broke&gt;/);
  assert.doesNotMatch(page, /<img/);
});

test("text becomes HTML", () => {
  assert.equal(escapeHtml(`<a b="c" d='e'>&`), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
});

test("a line of a compiled document comes from what the last mapped line before it comes from", () => {
  const map = [{ line: 2, from: "a" }, { line: 5, from: "b" }, { line: 5, from: "c" }];
  const found = [0, 1, 2, 4, 5, 9].map((line) => origin(map, line)?.from);
  assert.deepEqual(found, [undefined, undefined, "a", "a", "c", "c"]);
});
