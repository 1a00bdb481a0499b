/** The Growth view in a user's words. */
export class GrowthPage {
  /** @param {import('./workbench.mjs').Workbench} workbench */
  constructor(workbench) {
    this.page = workbench.page;
    // VS Code shows a view's page in a frame of a frame.
    this.frame = workbench.page.frameLocator('iframe.webview').frameLocator('#active-frame');
    this.heading = this.frame.getByRole('heading', { level: 2 });
  }

  /** The chart of a cause, or of something beside them. */
  panel(title) {
    return this.frame.getByRole('region', { name: title, exact: true });
  }

  /** By keyboard it is moved over the batches. */
  slider(title) {
    return this.panel(title).getByRole('slider');
  }

  /** Whether the panel is that of the row which is selected in the tree. */
  marked(title) {
    return this.panel(title).getByRole('button', { name: title, pressed: true });
  }

  async toggleTable() {
    await this.frame.getByText('As a table').click();
  }

  table() {
    return this.frame.getByRole('table');
  }

  /** What is painted, as text to compare. */
  painted(title) {
    return this.panel(title)
      .locator('canvas')
      .evaluate((canvas) => canvas.toDataURL());
  }

  /** Share of the canvas that is not empty, from 0 to 1. */
  inked(title) {
    return this.panel(title)
      .locator('canvas')
      .evaluate((canvas) => {
        const { width, height } = canvas;
        const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
        let inked = 0;
        for (let at = 3; at < data.length; at += 4) if (data[at] > 0) inked++;
        return inked / (width * height);
      });
  }

  /** Resolves when the page has the colours of such a theme: `vscode-dark`, `vscode-high-contrast-light`. */
  async themed(name) {
    await this.frame.locator(`body.${name}`).waitFor();
  }
}
