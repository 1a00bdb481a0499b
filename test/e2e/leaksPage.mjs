/** The Leaks view in a user's words. */
export class LeaksPage {
  /** @param {import('./workbench.mjs').Workbench} workbench */
  constructor(workbench) {
    this.workbench = workbench;
    this.page = workbench.page;
    this.sideBar = workbench.page.locator('.part.sidebar');
    this.tree = this.sideBar.locator('.tree-explorer-viewlet-tree-view');
    this.rows = this.tree.locator('.monaco-list-row[role=treeitem]');
  }

  /** By its icon in the activity bar. */
  async open() {
    await this.activityItem().click();
    await this.sideBar.locator('.composite.title').filter({ hasText: 'Leak Loop' }).waitFor();
  }

  activityItem() {
    return this.page.locator('.part.activitybar .action-item').filter({
      has: this.page.locator('[aria-label^="Leak Loop"]'),
    });
  }

  /** The number on the icon, as text; undefined where there is none. */
  async badge() {
    const text = await this.activityItem().locator('.badge-content').innerText();
    return text === '' ? undefined : text;
  }

  welcomeButton() {
    return this.sideBar.locator('.welcome-view-content .monaco-button').first();
  }

  /** What an empty view says. */
  welcomeText(text) {
    return this.sideBar.locator('.welcome-view-content').filter({ hasText: text });
  }

  /** The line above the tree. */
  message(text) {
    return this.tree.locator('.message').filter({ hasText: text });
  }

  /** What stands beside the view's title. */
  async heading() {
    const header = this.sideBar.locator('.pane-header').filter({ hasText: 'Leaks' }).first();
    return header.locator('.description').innerText();
  }

  /** From now on every text of that line, and every notification, is remembered, however short it is shown. */
  async recordMessages() {
    await this.page.evaluate(() => {
      const from = performance.now();
      const seen = (window.leakLoopMessages = []);
      const notified = (window.leakLoopNotifications = new Set());
      const look = () => {
        document
          .querySelectorAll('.notifications-toasts .notification-list-item-message')
          .forEach(({ innerText }) => notified.add(innerText));
        const text = document.querySelector('.tree-explorer-viewlet-tree-view .message')?.innerText;
        if (text && text !== seen.at(-1)?.text) {
          seen.push({ text, millis: performance.now() - from });
        }
      };
      new MutationObserver(look).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
      });
    });
  }

  /** @returns {Promise<readonly { text: string, millis: number }[]>} milliseconds since recording began */
  messages() {
    return this.page.evaluate(() => window.leakLoopMessages);
  }

  /** @returns {Promise<readonly string[]>} since recording began */
  notifications() {
    return this.page.evaluate(() => [...window.leakLoopNotifications]);
  }

  /** The row of a function that was run. */
  result(name, text = '') {
    return this.rows
      .and(this.page.locator('[aria-level="1"]'))
      .filter({ hasText: name })
      .filter({ hasText: text });
  }

  cause(name) {
    return this.rows.and(this.page.locator('[aria-level="2"]')).filter({ hasText: name }).first();
  }

  /** A row somewhere below a cause, such as one link of its chain. */
  detail(text) {
    return this.rows.and(this.page.locator('[aria-level="3"]')).filter({ hasText: text }).first();
  }

  /** Resolves when a row shows what is below it, or hides it. */
  async isExpanded(row, expanded = true) {
    await row.and(this.page.locator(`[aria-expanded="${expanded}"]`)).waitFor();
  }

  async isSelected(row) {
    await row.and(this.page.locator('[aria-selected="true"]')).waitFor();
  }

  async collapse(row) {
    await row.locator('.monaco-tl-twistie').click();
    await this.isExpanded(row, false);
  }

  async rowTexts() {
    return this.rows.evaluateAll((rows) =>
      rows.map((row) => row.innerText.replace(/\s+/g, ' ').trim()),
    );
  }

  /**
   * VS Code shows the buttons of one view among several while it is pointed at.
   *
   * @param {string} title of a button in the view's title bar
   */
  async choose(title) {
    await this.tree.hover();
    const button = this.sideBar.getByRole('button', { name: new RegExp(`^${title}\\b`) });
    await this.workbench.click(button.first());
  }
}
