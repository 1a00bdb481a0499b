import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './editorPaths.mjs';

/** VS Code's page, in the words of a person who uses it. Everything waits for a state, nothing for a time. */
export class Workbench {
  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
  }

  /** Clicks that a person would have made so far. */
  clicks = 0;

  async click(locator, options) {
    this.clicks++;
    await locator.click(options);
  }

  /** Waits until folder and editor area are there. */
  async ready() {
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  }

  /** @param {string} name file name, or as much of the path as makes it unique */
  async openFile(name) {
    await this.page.keyboard.press('Control+P');
    const input = this.page.locator('.quick-input-widget input');
    await input.fill(name);
    const first = this.page.locator('.quick-input-list .monaco-list-row').first();
    await first.filter({ hasText: name.split('/').at(-1) }).waitFor();
    await input.press('Enter');
    await this.activeTab(name.split('/').at(-1)).waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  /** Waits until an extension has written this behind the line in view that has this code; '' for nothing. */
  async noteBehind(code, note) {
    const noteNow = (wanted) => {
      const lines = [...document.querySelectorAll('.editor-group-container.active .view-line')];
      // code has no-break spaces in an editor
      const line = lines.find((each) =>
        each.textContent.replaceAll('\u00a0', ' ').includes(wanted),
      );
      const contents = [...(line?.querySelectorAll('span') ?? [])].map(
        (span) => getComputedStyle(span, '::after').content,
      );
      const notes = contents.filter((content) => content.startsWith('"')).map(JSON.parse);
      return line === undefined ? 'not in view' : notes.join();
    };
    const isThere = `([code, note]) => (${noteNow})(code) === note`;
    try {
      await this.page.waitForFunction(`(${isThere})(${JSON.stringify([code, note])})`);
    } catch (error) {
      const found = await this.page.evaluate(noteNow, code);
      throw new Error(`Behind ${code} is "${found}" instead of "${note}".`, { cause: error });
    }
  }

  activeTab(name) {
    return this.page.locator('.tabs-container .tab.active').filter({ hasText: name });
  }

  /** By its button: a key would go to the page that an editor may show. */
  async closeTab(name) {
    const tab = this.activeTab(name);
    await tab.locator('.tab-actions .action-label').click();
    await tab.waitFor({ state: 'detached' });
  }

  async activeFile() {
    return this.page.locator('.editor-group-container.active .tab.active .label-name').innerText();
  }

  /** 1-based, as in the status bar. */
  async setCursor(line, column = 1) {
    await this.page.keyboard.press('Control+G');
    const input = this.page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill(`:${line}:${column}`);
    await input.press('Enter');
    await this.cursorAt(line);
  }

  /** Resolves when the active editor's cursor is on this line (1-based). */
  async cursorAt(line) {
    await this.page
      .locator('#status\\.editor\\.selection')
      .filter({ hasText: new RegExp(`^Ln ${line}, `) })
      .waitFor();
  }

  /** Line of the cursor, 1-based. */
  async cursorLine() {
    const text = await this.page.locator('#status\\.editor\\.selection').innerText();
    return Number(/^Ln (\d+)/.exec(text)?.[1]);
  }

  /** Right-clicks on a word in the visible part of the active editor and waits for the menu. */
  async rightClick(word) {
    const line = this.page
      .locator('.editor-group-container.active .view-line')
      .filter({ hasText: word })
      .first();
    await this.click(line.getByText(word).first(), { button: 'right' });
    await this.menu().waitFor();
  }

  menu() {
    return this.page.locator('.monaco-menu').first();
  }

  menuItem(label) {
    return this.page
      .locator('.monaco-menu .action-item')
      .filter({ has: this.page.getByText(label, { exact: true }) });
  }

  /** Clicks until the menu is gone: VS Code ignores clicks in the first tenth of a second of a menu. */
  async chooseMenuItem(label) {
    const item = this.menuItem(label);
    await this.click(item);
    while (await this.staysOpen()) {
      await item.click({ timeout: 1_000 }).catch(() => undefined); // it may close just now
    }
  }

  staysOpen() {
    const closed = this.menu().waitFor({ state: 'detached', timeout: 500 });
    return closed.then(
      () => false,
      () => true,
    );
  }

  /** Labels of the open menu, separators left out. */
  async menuLabels() {
    const labels = await this.page.locator('.monaco-menu .action-label').allInnerTexts();
    return labels.map((label) => label.trim()).filter((label) => label !== '');
  }

  /** Goes down an open menu by keys until an item has the focus, and chooses it. */
  async chooseFocusedMenuItem(label) {
    const focused = this.page.locator('.monaco-menu .action-item.focused');
    const isThere = async () =>
      (await focused.count()) > 0 && (await focused.first().innerText()).trim().startsWith(label);
    const items = await this.page.locator('.monaco-menu .action-item').count();
    for (let step = 0; step <= items && !(await isThere()); step++) {
      await this.page.keyboard.press('ArrowDown');
    }
    await this.page.keyboard.press('Enter');
  }

  async closeMenu() {
    await this.page.keyboard.press('Escape');
    await this.menu().waitFor({ state: 'detached' });
  }

  /** @param {string} title as the palette shows it, `Category: Title` */
  async runCommand(title) {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill(`>${title}`);
    await this.quickPick(title).first().waitFor();
    await input.press('Enter');
    // a command may ask something in the same place at once
    await this.page
      .locator('.quick-input-widget input[aria-label^="Type the name of a command"]')
      .waitFor({ state: 'hidden' });
  }

  quickPick(text) {
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
  }

  notifications() {
    return this.page.locator('.notifications-toasts .notification-list-item-message');
  }

  /** Whether typing would go into the text. */
  editorHasFocus() {
    return this.page.evaluate(() => document.activeElement?.closest('.editor-instance') !== null);
  }

  /** Types over what is right of the cursor, as a person would. */
  async replaceRestOfLine(text) {
    await this.page.keyboard.press('Shift+End');
    await this.page.keyboard.type(text);
    await this.page
      .locator('.editor-group-container.active .view-line')
      .filter({ hasText: text })
      .first()
      .waitFor();
  }

  /** Drags the border between side bar and editor, so that rows are read whole. */
  async widenSideBar(pixels) {
    const bar = await this.page.locator('.part.sidebar').boundingBox();
    const [x, y] = [bar.x + bar.width + 1, bar.y + bar.height / 2];
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + pixels, y, { steps: 5 });
    await this.page.mouse.up();
  }

  async setSideBarWidth(pixels) {
    const { width } = await this.page.locator('.part.sidebar').boundingBox();
    await this.widenSideBar(pixels - width);
  }

  /** Points at a word in the visible part of the active editor until what explains it is there. */
  async hover(word) {
    const line = this.page
      .locator('.editor-group-container.active .view-line')
      .filter({ hasText: word })
      .first();
    await line.getByText(word).first().hover();
    await this.page.locator('.monaco-hover:visible').first().waitFor();
  }

  /** Saves the active editor and waits until it is no longer dirty. */
  async save() {
    await this.page.keyboard.press('Control+S');
    await this.page.locator('.tabs-container .tab.active.dirty').waitFor({ state: 'detached' });
  }

  /** @param {string} name goes to test-results/<name>.png */
  async picture(name, options = {}) {
    const folder = join(projectFolder, 'test-results');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`), ...options });
  }
}
