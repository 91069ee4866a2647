// bundle.mjs [--minify] [--tests]: one file for the extension, and with --tests one for each file of tests.
import { readdirSync, rmSync } from "node:fs";
import { build } from "esbuild";

const asked = new Set(process.argv.slice(2));
const common = { bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "warning" };

rmSync("dist", { recursive: true, force: true });
await build({
  ...common,
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  external: ["vscode"],
  minify: asked.has("--minify"),
  sourcemap: !asked.has("--minify"),
});
if (asked.has("--tests")) {
  const tests = readdirSync("test").filter((name) => name.endsWith(".test.ts"));
  await build({
    ...common,
    entryPoints: tests.map((name) => `test/${name}`),
    outdir: "dist/test",
    external: ["vscode", "vscode-oniguruma", "vscode-textmate", "tm-grammars"],
    sourcemap: "inline",
  });
}
