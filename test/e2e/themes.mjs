import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The four kinds of themes, each by VS Code's own. `kind` is the class that its page has. */
export const themes = [
  { name: 'dark', label: 'Default Dark Modern', kind: 'vs-dark' },
  { name: 'light', label: 'Default Light Modern', kind: 'vs' },
  { name: 'hc-dark', label: 'Default High Contrast', kind: 'hc-black' },
  { name: 'hc-light', label: 'Default High Contrast Light', kind: 'hc-light' },
];

/** Waits until the page has it. A window without a folder on a disk has the user's settings alone. */
export async function setTheme({ set, workspace, workbench }, { label, kind }) {
  const settings = { 'workbench.colorTheme': label };
  mkdirSync(join(workspace, '.vscode'), { recursive: true });
  writeFileSync(join(workspace, '.vscode/settings.json'), JSON.stringify(settings));
  const themed = workbench.page.locator(`.monaco-workbench.${kind}`);
  do
    set(settings); // VS Code misses a change now and then
  while (!(await isThere(themed)));
  // the page says so before all of its colours have changed
  await workbench.page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

function isThere(locator) {
  return locator.waitFor({ timeout: 5_000 }).then(
    () => true,
    () => false,
  );
}
