// drive.js ADDRESS FOLDER PICTURES: opens sources in the VS Code at ADDRESS and uses what the extension offers.
const assert = require("node:assert/strict");
const { existsSync, readFileSync } = require("node:fs");
const path = require("node:path");
const { Editor } = require("./editor.js");

const [address, folder, pictures] = process.argv.slice(2);
const onDisk = (name) => readFileSync(path.join(folder, name), "utf8");

const steps = {
  async "a sample is recognised, and the code in its fences has its own language"(editor) {
    await editor.file("mlflow_training.mlp");
    await editor.expect(".statusbar-item", /^mlp$/);
    await editor.picture("sample");
    const source = onDisk("mlflow_training.mlp").split("\n");
    const line = source.findIndex((text) => /^ +for \w+ in range/.test(text));
    const column = source[line].indexOf("for") + 1;
    const keyword = await editor.token(line + 1, column);
    assert.match(keyword, /language\s*python/);
    assert.match(keyword, /keyword\.control\.flow\.python/);
    const placeholder = source.findIndex((text) => text.includes("set_experiment(~{"));
    const inside = await editor.token(placeholder + 1, source[placeholder].indexOf("~{") + 3);
    assert.match(inside, /meta\.template\.expression\.mlp/);
  },

  async "shells in fences have their own languages"(editor) {
    await editor.file("shells.mlp");
    assert.match(await editor.token(6, 14), /language\s*shellscript[^]*keyword\.control\.then\.shell/);
    assert.match(await editor.token(9, 6), /language\s*powershell[^]*keyword\.control\.powershell/);
    assert.match(await editor.token(4, 3), /language\s*mlp[^]*variable\.other\.property\.mlp/);
    await editor.picture("shells");
  },

  async "a mistake is underlined, listed, and repaired by its fix"(editor) {
    await editor.file("mistakes.mlp");
    await editor.page.locator(".editor-group-container.active .squiggly-error").first().waitFor();
    await editor.command("Problems: Focus on Problems View");
    await editor.expect(".markers-panel .monaco-list-row", /strings are written in double quotes.*MLP1006/);
    await editor.picture("mistake");
    await editor.command("View: Focus Active Editor Group");
    await editor.goTo(3, 33);
    // The list closes if diagnostics arrive while it is open.
    const fix = editor.page.locator(".action-widget .monaco-list-row").filter({ hasText: /use double quotes/i });
    await editor.until("the fix is offered", async () => {
      await editor.press("Control+.");
      return fix.waitFor({ timeout: 3000 }).then(() => true, () => false);
    });
    await editor.picture("fix");
    await editor.press("Enter");
    await editor.until("the fix", async () => (await editor.text()).includes('= "world")'));
    await editor.page.locator(".editor-group-container.active .squiggly-error").first().waitFor({ state: "detached" });
    await editor.press("Control+s");
    await editor.until("it is saved", () => onDisk("mistakes.mlp").includes('= "world")'));
  },

  async "a name is explained"(editor) {
    await editor.file("mistakes.mlp");
    await editor.goTo(4, 27);
    await editor.command("Show or Focus Hover");
    const hover = await editor.expect(".monaco-hover", "Says hello.");
    assert.match(hover, /component greet\(name: string\) -> string/);
    await editor.picture("hover");
    await editor.press("Escape");
  },

  async "names are completed"(editor) {
    await editor.file("mistakes.mlp");
    await editor.goTo(5, 30);
    await editor.press("Enter");
    await editor.page.keyboard.type("parts.");
    await editor.press("Control+Space");
    await editor.expect(".suggest-widget .monaco-list-row", "greet");
    await editor.picture("completion");
    await editor.press("Escape");
    await editor.command("File: Revert File");
    await editor.until("it is as it was", async () => !/parts\.\n/.test(await editor.text()));
  },

  async "a name changes in every file"(editor) {
    await editor.file("mistakes.mlp");
    await editor.goTo(4, 27);
    await editor.press("F2");
    const input = editor.page.locator(".rename-box input");
    await input.waitFor();
    assert.equal(await input.inputValue(), "greet");
    await input.fill("welcome");
    await editor.picture("rename");
    await editor.press("Enter");
    await editor.until("the new name", async () => (await editor.text()).includes("parts.welcome(name)"));
    await editor.command("File: Save All Files");
    await editor.until("both are saved", () => onDisk("parts.mlp").includes("component welcome("));
    assert.match(onDisk("mistakes.mlp"), /let greeting = parts\.welcome\(name\)\n {2}parts\.welcome\(name: greeting\)/);
  },

  async "the compiled document follows its source and leads back to it"(editor) {
    await editor.file("mistakes.mlp");
    await editor.command("mlpc: Show Compiled Document Beside");
    const tab = editor.page.locator(".tabs-container .tab").filter({ hasText: "hello.pipeline.yaml" });
    await tab.waitFor();
    const beside = editor.page.locator(".editor-group-container").last().locator(".view-line");
    await beside.filter({ hasText: "comp-welcome" }).first().waitFor();
    await editor.picture("compiled");
    await editor.goTo(3, 32);
    await editor.page.keyboard.type("big ");
    await editor.until("it follows", async () => (await beside.allTextContents()).join("\n").replaceAll("\u00a0", " ").includes("big world"));
    await editor.picture("compiled-again");
    await tab.click();
    await editor.press("Control+f");
    await editor.page.locator(".find-widget.visible textarea").first().waitFor();
    await editor.page.keyboard.type("big world");
    await editor.press("Enter");
    await editor.press("Escape");
    await editor.press("F12");
    await editor.tab("mistakes.mlp").waitFor();
    await editor.expect(".statusbar-item", /Ln 3, /);
    await editor.command("File: Save All Files");
    await editor.until("it is saved", () => onDisk("mistakes.mlp").includes("big world"));
  },

  async "lenses show what a declaration becomes, and who uses it"(editor) {
    await editor.command("View: Close All Editors");
    await editor.file("mistakes.mlp");
    const lens = (title) => editor.page.locator(".codelens-decoration a").filter({ hasText: title }).first();
    await lens("Compile").click();
    await editor.page.locator(".tabs-container .tab").filter({ hasText: "hello.pipeline.yaml" }).waitFor();
    await editor.command("View: Close All Editors");
    await editor.file("parts.mlp");
    await lens("2 references").click();
    await editor.expect(".peekview-title", "mistakes.mlp");
    await editor.picture("references");
    await editor.press("Escape");
  },

  async "the standard library can be read"(editor) {
    await editor.command("View: Close All Editors");
    await editor.file("mlflow_training.mlp");
    const source = onDisk("mlflow_training.mlp").split("\n");
    const line = source.findIndex((text) => text.includes("~{mlflow.tracking_uri}"));
    await editor.goTo(line + 1, source[line].indexOf("tracking_uri}") + 3);
    await editor.press("F12");
    await editor.tab("mlflow.mlp").waitFor();
    await editor.until("its text", async () => /const tracking_uri/.test(await editor.text()));
    await editor.picture("standard-library");
  },

  async "the code of a fence is a document"(editor) {
    await editor.command("View: Close All Editors");
    await editor.file("parts.mlp");
    await editor.goTo(5, 12);
    await editor.command("mlpc: Show Code of This Fence Beside");
    await editor.page.locator(".tabs-container .tab").filter({ hasText: /^parts\.\d+\.py/ }).waitFor();
    await editor.page.locator(".editor-group-container").last().locator(".view-line").filter({ hasText: "def welcome" }).first().waitFor();
    await editor.picture("fence");
  },

  async "the graph is a picture"(editor) {
    await editor.command("View: Close All Editors");
    await editor.file("mistakes.mlp");
    await editor.command("mlpc: Show Graph");
    await editor.page.locator(".tabs-container .tab").filter({ hasText: "Graph of mistakes.mlp" }).waitFor();
    const body = editor.page.frameLocator("iframe.webview").first().frameLocator("#active-frame").locator("body");
    await body.waitFor();
    await editor.until("something is shown", async () => (await body.locator("img, p").count()) > 0);
    await editor.picture("graph");
    const drawn = await body.locator("img").evaluateAll((images) => images.map((image) => image.naturalWidth > 0));
    // Without `mlpc graph` the page says so.
    assert.ok(drawn[0] ?? (await body.textContent()).includes("mlpc/graph"), await body.textContent());
  },

  async "a diagnostic is explained"(editor) {
    await editor.command("View: Close All Editors");
    await editor.file("mistakes.mlp");
    await editor.command("mlpc: Explain a Diagnostic");
    await editor.page.locator(".quick-input-widget:visible input").first().fill("MLP1006");
    await editor.press("Enter");
    await editor.page.locator(".tabs-container .tab").filter({ hasText: "MLP1006.md" }).waitFor();
    await editor.page.locator(".editor-group-container").last().locator(".view-line").filter({ hasText: "single-quotes" }).first().waitFor();
    await editor.picture("explanation");
  },

  async "a file is compiled by a task"(editor) {
    await editor.command("View: Close All Editors");
    await editor.file("mistakes.mlp");
    await editor.command("mlpc: Compile This File");
    await editor.until("the output", () => existsSync(path.join(folder, "out/hello.pipeline.yaml")));
    await editor.picture("task");
    assert.match(onDisk("out/hello.pipeline.yaml"), /big world/);
  },

  async "a snippet becomes a program"(editor) {
    await editor.command("View: Close All Editors");
    await editor.file("empty.mlp");
    await editor.page.keyboard.type("component-b");
    await editor.press("Control+Space");
    await editor.expect(".suggest-widget .monaco-list-row.focused", "component-bash");
    await editor.picture("snippet");
    await editor.press("Enter");
    await editor.until("its text", async () => (await editor.text()).includes('    echo "$text"'));
    await editor.picture("snippet-inserted");
    await editor.press("Escape");
    await editor.command("View: Revert and Close Editor");
  },

  async "the walkthrough is there"(editor) {
    await editor.command("View: Close All Editors");
    await editor.command("Welcome: Open Walkthrough...");
    await editor.choose("Get started with mlpc", "Get started with mlpc");
    await editor.expect(".gettingStartedContainer", "Write a pipeline");
    await editor.picture("walkthrough");
  },
};

async function main() {
  const editor = await Editor.open(address, folder, pictures);
  let failed = 0;
  for (const [name, step] of Object.entries(steps)) {
    try {
      await step(editor);
      console.log(`ok: ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`failed: ${name}\n${error.stack}`);
      await editor.picture("failed").catch(() => {});
      await editor.press("Escape").catch(() => {});
      await editor.press("Escape").catch(() => {});
    }
  }
  await editor.close();
  console.log(`${Object.keys(steps).length} steps, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
