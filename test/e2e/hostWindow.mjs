// The window that tests inside the extension host run in, for those tests: the API shows neither notifications
// nor hovers, and presses nothing. They ask by HTTP (`host.cjs`), on a loopback port.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { LeaksPage } from './leaksPage.mjs';

/**
 * @returns {Promise<{ url: string, shows(workbench: import('./workbench.mjs').Workbench): void, close(): void }>}
 *   `shows` once the window is there: what is asked before waits for it
 */
export async function serveHostWindow() {
  let shows;
  const shown = new Promise(
    (resolve) => (shows = (workbench) => resolve(new HostWindow(workbench))),
  );
  const server = createServer((request, response) => {
    answer(request, shown).then(
      (value) => response.end(JSON.stringify({ value })),
      (error) => response.end(JSON.stringify({ error: error.message })),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, shows, close };
}

/** @returns what the method of the window gives that the request names */
async function answer(request, shown) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const [method, ...parameters] = JSON.parse(Buffer.concat(parts).toString());
  const window = await shown;
  try {
    return await window[method](...parameters.map(revived));
  } catch (error) {
    await window.picture(`failed-window-${method}`);
    throw error;
  }
}

/** JSON has no regular expressions. */
function revived(value) {
  return value?.regExp === undefined ? value : new RegExp(value.regExp, value.flags);
}

/** What is seen and done, in few words; everything waits until it is there. */
class HostWindow {
  constructor(workbench) {
    this.workbench = workbench;
    this.page = workbench.page;
    this.leaks = new LeaksPage(workbench);
  }

  /** @returns the message of a notification, and the names of its buttons */
  async notification(text) {
    const told = this.#told(text);
    await told.waitFor();
    const message = await told.locator('.notification-list-item-message').innerText();
    const buttons = told.locator('.notification-list-item-buttons-container .monaco-button');
    return { message, buttons: (await buttons.allInnerTexts()).map((each) => each.trim()) };
  }

  async press(text, button) {
    await this.#told(text).getByRole('button', { name: button, exact: true }).click();
    await this.#told(text).waitFor({ state: 'detached' });
  }

  async notificationGone(text) {
    await this.#told(text).waitFor({ state: 'detached' });
  }

  /** Of all there are: while tests run inside the host, VS Code lets none appear by itself. */
  #told(text) {
    return this.page
      .locator('.notifications-center .notification-list-item')
      .filter({ hasText: text })
      .first();
  }

  /** @returns the names of an item's icons, once the status bar has an item with that text */
  async statusBar(text) {
    const item = this.#statusItem(text);
    await item.waitFor();
    const classes = await item
      .locator('.codicon')
      .evaluateAll((all) => all.map((each) => each.className));
    return classes.join(' ');
  }

  async statusBarGone(text) {
    await this.#statusItem(text).waitFor({ state: 'hidden' });
  }

  #statusItem(text) {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text }).first();
  }

  /** Resolves when the line above the tree says so. */
  async message(text) {
    await this.leaks.message(text).first().waitFor();
  }

  /** Whether the view shows what it says while it is empty. */
  hasWelcome() {
    return this.leaks.sideBar.locator('.welcome-view-content').first().isVisible();
  }

  /** Resolves when the title of the view has such a text beside it. */
  async viewTitle(text) {
    await this.leaks.sideBar.locator('.pane-header').filter({ hasText: text }).first().waitFor();
  }

  /** Resolves when the tree shows such a row. */
  async row(text) {
    await this.leaks.rows.filter({ hasText: text }).first().waitFor();
  }

  /**
   * Points at a row until what shows is about it: rows may move just then.
   *
   * @returns that, as HTML
   */
  async tooltipOf(row, about) {
    const hover = this.page.locator('.monaco-hover:visible').first();
    let html = '';
    while (!html.includes(about)) {
      const found = this.leaks.rows.filter({ hasText: row }).first();
      await found.hover({ position: { x: 60, y: 10 } }); // its label, not its buttons
      if (await this.#appears(hover)) {
        html = await hover.locator('.hover-contents, .hover-row').first().innerHTML();
      }
      await this.page.mouse.move(0, 0);
      await hover.waitFor({ state: 'hidden' });
    }
    return html;
  }

  /** A row that is drawn anew under the pointer shows nothing until that does something again. */
  #appears(popup) {
    return popup.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    );
  }

  /** Chooses a row of the quick pick that is open. */
  async pick(text) {
    const row = this.workbench.quickPick(text).first();
    await row.waitFor();
    await row.click();
  }

  async quickInputTitle() {
    const title = this.page.locator('.quick-input-widget:visible .quick-input-title');
    await title.waitFor();
    return title.innerText();
  }

  /** Presses a button of a quick pick's row. */
  async pickButton(text, button) {
    const row = this.workbench.quickPick(text).first();
    await row.hover();
    await row.getByRole('button', { name: button }).click();
  }

  async pickTitleButton(button) {
    const title = this.page.locator('.quick-input-titlebar');
    await title.getByRole('button', { name: button }).click();
  }

  /**
   * Answers where a file is asked for.
   *
   * @param path absent: the one that is proposed
   * @returns its path
   */
  async answerFileDialog(path) {
    const input = this.page.locator('.quick-input-widget input');
    await input.waitFor();
    // VS Code fills in the folder first.
    const isFilledIn =
      path === undefined ? ({ value }) => /[^/]$/.test(value) : ({ value }) => value.includes('/');
    await this.page.waitForFunction(isFilledIn, await input.elementHandle());
    if (path !== undefined) await input.fill(path);
    const value = await input.inputValue();
    await input.press('Enter');
    return value;
  }

  /** Chooses an item of the menu of the mark that tests have beside their line. */
  menuOfTestMark(item) {
    return this.#chooseIn(this.page.locator('.testing-run-glyph').first(), item);
  }

  /**
   * Chooses an item of the menu of a row in a list of VS Code's own. By its text: in the middle of the row may be
   * one of the buttons that it shows while it is pointed at, which have no menu.
   */
  menuOf(list, row, item) {
    const rows = this.page.locator(`${list} .monaco-list-row`).filter({ hasText: row });
    return this.#chooseIn(rows.first().getByText(row).first(), item);
  }

  async #chooseIn(place, item) {
    do await place.click({ button: 'right' });
    while (!(await this.#appears(this.workbench.menu())));
    await this.workbench.chooseMenuItem(item);
  }

  /** @returns the text of the page in the active editor, once it contains a text */
  async pageText(text) {
    const last = this.page.locator('iframe.webview.ready').last().contentFrame();
    const frame = last.frameLocator('iframe#active-frame');
    const body = frame.locator('body').filter({ hasText: text });
    await body.first().waitFor();
    return body.first().innerText();
  }

  /** Resolves when an editor of that name is in front. */
  async activeTab(name) {
    await this.workbench.activeTab(name).waitFor();
  }

  picture(name) {
    return this.workbench.picture(name);
  }
}
