// Takes the README's picture from the real product: `npm run pictures`.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageExtension } from './packageExtension.mjs';
import { root } from './runCommand.mjs';
import { setUpBrowser, setUpEditor, setUpProject } from './setUp.mjs';

const folder = join(root, 'docs/pictures');

await Promise.all([setUpProject(), setUpEditor(), setUpBrowser()]);
// Only now: they need what was just set up.
const { openEditor } = await import('../test/e2e/openEditor.mjs');
const { LeaksPage } = await import('../test/e2e/leaksPage.mjs');

mkdirSync(folder, { recursive: true });
const editor = await openEditor({
  vsix: await packageExtension(),
  folder: 'examples/sessions',
  size: { width: 1360, height: 600, scale: 1.5 },
});
try {
  await takeLeaks(editor.workbench, new LeaksPage(editor.workbench));
} finally {
  await editor.close();
}

/** The verdict, and the editor at the line that adds. */
async function takeLeaks(workbench, leaks) {
  await workbench.ready();
  await workbench.openFile('sessions.js');
  await workbench.setCursor(lineOf('function handleRequest('), 12);
  await leaks.open();
  await workbench.widenSideBar(260);
  await workbench.runCommand('Leak Loop: Run Leak Loop');
  await leaks.result('handleRequest', 'leaks').waitFor({ timeout: 60_000 });
  await leaks.cause('byId').click();
  await workbench.cursorAt(lineOf('byId.set('));
  const path = join(folder, 'leaks.png');
  await workbench.page.mouse.move(0, 0);
  await workbench.page.screenshot({ path });
  console.log(path);
}

/** 1-based line of the example's first line with this text. */
function lineOf(text) {
  const source = readFileSync(join(editor.workspace, 'sessions.js'), 'utf8');
  return source.split('\n').findIndex((line) => line.includes(text)) + 1;
}
