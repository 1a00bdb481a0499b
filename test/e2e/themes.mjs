import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The four kinds of themes, each by VS Code's own. `kind` is the class that its page has. */
export const themes = [
  { name: 'dark', label: 'Default Dark Modern', kind: 'vs-dark' },
  { name: 'light', label: 'Default Light Modern', kind: 'vs' },
  { name: 'hc-dark', label: 'Default High Contrast', kind: 'hc-black' },
  { name: 'hc-light', label: 'Default High Contrast Light', kind: 'hc-light' },
];

/**
 * Waits until the page has it. A window without a folder on a disk has the user's settings alone, and learns of a
 * change when it is loaded.
 *
 * @param {() => Promise<void>} [reload] loads such a window anew
 */
export async function setTheme({ set, workspace, workbench }, { label, kind }, reload) {
  const settings = { 'workbench.colorTheme': label };
  mkdirSync(join(workspace, '.vscode'), { recursive: true });
  writeFileSync(join(workspace, '.vscode/settings.json'), JSON.stringify(settings));
  const themed = workbench.page.locator(`.monaco-workbench.${kind}`);
  for (let attempt = 1; ; attempt++) {
    set(settings); // VS Code misses a change now and then
    await reload?.();
    if (await isThere(themed)) break;
    if (attempt === mostAttempts) throw new Error(`no theme ${label} after ${attempt} attempts`);
  }
  // the page says so before all of its colours have changed
  await workbench.page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

const mostAttempts = 12;

function isThere(locator) {
  return locator.waitFor({ timeout: 5_000 }).then(
    () => true,
    () => false,
  );
}
