/** The four kinds of themes, each by VS Code's own. `kind` is the class that its page has. */
export const themes = [
  { name: 'dark', label: 'Default Dark Modern', kind: 'vs-dark' },
  { name: 'light', label: 'Default Light Modern', kind: 'vs' },
  { name: 'hc-dark', label: 'Default High Contrast', kind: 'hc-black' },
  { name: 'hc-light', label: 'Default High Contrast Light', kind: 'hc-light' },
];

/** Waits until the page has it. */
export async function setTheme({ set, workbench }, { label, kind }) {
  set({ 'workbench.colorTheme': label });
  await workbench.page.locator(`.monaco-workbench.${kind}`).waitFor();
  // the page says so before all of its colours have changed
  await workbench.page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}
