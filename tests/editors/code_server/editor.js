// What a person does in VS Code, for drive.js.
const { chromium } = require("playwright-core");
const { execFileSync } = require("node:child_process");
const path = require("node:path");

const patience = Number(process.env.MLPC_TEST_PATIENCE ?? 60_000);

class Editor {
  /** Opens a folder in the VS Code at an address. */
  static async open(address, folder, pictures) {
    const browser = await chromium.launch({
      executablePath: execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim(),
      args: ["--no-sandbox", "--disable-gpu"],
    });
    const page = await browser.newPage({ viewport: { width: 1500, height: 900 } });
    page.setDefaultTimeout(patience);
    await page.goto(`${address}?folder=${encodeURIComponent(folder)}`);
    await page.locator(".monaco-workbench .explorer-folders-view, .monaco-workbench .explorer-viewlet").first().waitFor();
    return new Editor(browser, page, folder, pictures);
  }

  constructor(browser, page, folder, pictures) {
    Object.assign(this, { browser, page, folder, pictures, count: 0 });
  }

  close() {
    return this.browser.close();
  }

  async picture(name) {
    this.count += 1;
    const number = String(this.count).padStart(2, "0");
    await this.page.screenshot({ path: path.join(this.pictures, `${number}-${name}.png`) });
  }

  press(keys) {
    return this.page.keyboard.press(keys);
  }

  /** Fills in the box for commands and files, and chooses what is then on top, which must begin with `wanted`. */
  async choose(text, wanted) {
    const input = this.page.locator(".quick-input-widget:visible input").first();
    await input.waitFor();
    await input.fill(text);
    // Until it is on top the list is still that of an earlier text.
    const top = this.page.locator(".quick-input-list .monaco-list-row.focused .quick-input-list-label");
    await this.until(`${wanted} is on top`, async () => (await top.allTextContents()).some((label) => label.startsWith(wanted)));
    await this.press("Enter");
  }

  /** Chooses a command by its name. */
  async command(name) {
    await this.press("F1");
    await this.choose(`>${name}`, name);
  }

  /** Opens a file of the folder, and waits until its text is there. */
  async file(name) {
    await this.press("Control+p");
    await this.choose(name, name);
    await this.tab(name).waitFor();
    await this.page.locator(".editor-group-container.active .view-line").first().waitFor();
  }

  tab(name) {
    return this.page.locator(".tabs-container .tab.active").filter({ hasText: name });
  }

  /** Puts the cursor to a line and column, from 1. */
  async goTo(line, column) {
    await this.press("Control+g");
    const input = this.page.locator(".quick-input-widget input").first();
    await input.waitFor();
    await input.fill(`:${line}:${column}`);
    await this.press("Enter");
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  }

  /** What is visible in the editor in front, line by line. */
  async text() {
    const lines = await this.page
      .locator(".editor-group-container.active .view-lines")
      .first()
      .evaluate((element) =>
        [...element.querySelectorAll(".view-line")]
          .sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top))
          .map((line) => line.textContent),
      );
    return lines.map((line) => line.replaceAll("\u00a0", " ")).join("\n");
  }

  /** Waits for a text in what a selector finds, and returns it. */
  async expect(selector, text) {
    const found = this.page.locator(selector).filter({ hasText: text }).first();
    await found.waitFor();
    return (await found.textContent()).replaceAll("\u00a0", " ");
  }

  /** Tries again until `question` holds. */
  async until(what, question) {
    const end = Date.now() + patience;
    for (;;) {
      const answer = await question();
      if (answer) {
        return answer;
      }
      if (Date.now() > end) {
        throw new Error(`did not happen: ${what}`);
      }
      await this.page.waitForTimeout(100);
    }
  }

  /** What VS Code knows of the token at a place: language, scopes, colour. */
  async token(line, column) {
    await this.goTo(line, column);
    await this.command("Developer: Inspect Editor Tokens and Scopes");
    const widget = this.page.locator(".token-inspect-widget");
    await widget.locator("tr").first().waitFor();
    const text = (await widget.innerText()).replaceAll("\u00a0", " ");
    await this.press("Escape");
    await widget.waitFor({ state: "hidden" });
    return text;
  }
}

module.exports = { Editor };
