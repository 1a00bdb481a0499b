/** The Leaks view in a user's words. */
export class LeaksPage {
  /** @param {import('./workbench.mjs').Workbench} workbench */
  constructor(workbench) {
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

  /** From now on every text of that line is remembered with its time, however short it is shown. */
  async recordMessages() {
    await this.page.evaluate(() => {
      const from = performance.now();
      const seen = (window.leakLoopMessages = []);
      const look = () => {
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

  async expand(row) {
    if ((await row.getAttribute('aria-expanded')) === 'false') {
      await row.locator('.monaco-tl-twistie').click();
    }
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
    await this.sideBar
      .getByRole('button', { name: new RegExp(`^${title}\\b`) })
      .first()
      .click();
  }
}
