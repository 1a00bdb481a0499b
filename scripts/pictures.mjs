// Takes the pictures of the README and of the walkthrough from the real product: `npm run pictures`, of
// some only with `-- leaks`, `-- dark`, `-- light`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { packageExtension } from './packageExtension.mjs';
import { root } from './runCommand.mjs';
import { setUpBrowser, setUpEditor, setUpProject } from './setUp.mjs';

const folder = join(root, 'docs/pictures');
const walkthroughFolder = join(root, 'media/walkthrough');

await Promise.all([setUpProject(), setUpEditor(), setUpBrowser()]);
// Only now: they need what was just set up.
const { openEditor } = await import('../test/e2e/openEditor.mjs');
const { LeaksPage } = await import('../test/e2e/leaksPage.mjs');
const { setTheme, themes } = await import('../test/e2e/themes.mjs');
const { toWebp } = await import('../test/e2e/toWebp.mjs');

[folder, walkthroughFolder].forEach((each) => mkdirSync(each, { recursive: true }));
const wanted = argv.length > 2 ? argv.slice(2) : ['leaks', 'dark', 'light'];
const vsix = await packageExtension();
if (wanted.includes('leaks')) {
  await withEditor({ width: 1360, height: 600, scale: 1.5 }, takeLeaks);
}
for (const theme of themes.filter(({ name }) => wanted.includes(name))) {
  await withEditor({ width: 900, height: 460 }, (editor) => takeWalkthrough(editor, theme));
}

async function withEditor(size, take) {
  const editor = await openEditor({ vsix, folder: 'examples/sessions', size });
  try {
    await editor.workbench.ready();
    await take(editor);
  } finally {
    await editor.close();
  }
}

/** The verdict, and the editor at the line that adds. */
async function takeLeaks(editor) {
  const { workbench } = editor;
  const leaks = new LeaksPage(workbench);
  await workbench.openFile('sessions.js');
  await workbench.setCursor(lineOf(editor, 'function handleRequest('), 12);
  await leaks.open();
  await workbench.widenSideBar(260);
  await workbench.runCommand('Leak Loop: Run Leak Loop');
  await leaks.result('handleRequest', 'leaks').waitFor({ timeout: 60_000 });
  await leaks.cause('byId').click();
  await workbench.cursorAt(lineOf(editor, 'byId.set('));
  await picture(workbench, join(folder, 'leaks.png'));
}

/** One picture for each step, each at the moment that the step is about. */
async function takeWalkthrough(editor, theme) {
  const { workbench } = editor;
  const leaks = new LeaksPage(workbench);
  const take = (step) => picture(workbench, join(walkthroughFolder, `${step}-${theme.name}.webp`));
  await setTheme(editor, theme);
  await workbench.openFile('sessions.js');
  await workbench.setCursor(lineOf(editor, 'function handleRequest('), 12);
  await leaks.open();
  await workbench.setSideBarWidth(400);
  await workbench.rightClick('handleRequest');
  await workbench.menuItem('Run Leak Loop').hover();
  await take('run');
  await workbench.chooseMenuItem('Run Leak Loop');
  await leaks.result('handleRequest', 'leaks').waitFor({ timeout: 60_000 });
  await leaks.cause('byId').click();
  await workbench.cursorAt(lineOf(editor, 'byId.set('));
  await take('read');
  await workbench.setCursor(lineOf(editor, '// The fix:'), 3);
  await workbench.replaceRestOfLine('closeSession(session);');
  await lens(workbench, 'older than this file');
  await take('fix');
  await leaks.choose('Run Again');
  await leaks.result('handleRequest', '2 fixed').waitFor({ timeout: 60_000 });
  await lens(workbench, '2 fixed');
  await take('verify');
}

/** Lenses are asked for anew a moment after a result is there. */
async function lens({ page }, text) {
  await page.locator('.codelens-decoration').filter({ hasText: text }).first().waitFor();
}

async function picture({ page }, path) {
  if (!(await page.locator('.monaco-menu').isVisible())) await page.mouse.move(0, 0);
  await page.locator('.workbench-hover-container').waitFor({ state: 'hidden' });
  const png = await page.screenshot();
  // eight of them as PNG are 0.8 MB, and the VSIX stays below 1 MB
  writeFileSync(path, path.endsWith('.webp') ? await toWebp(page, png) : png);
  console.log(path);
}

/** 1-based line of the example's first line with this text. */
function lineOf({ workspace }, text) {
  const source = readFileSync(join(workspace, 'sessions.js'), 'utf8');
  return source.split('\n').findIndex((line) => line.includes(text)) + 1;
}
