// One sheet with screenshots of the main states in four themes, in a narrow side bar and zoomed:
// `npm run contact-sheet`, then open test-results/contact-sheet/index.html.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageExtension } from './packageExtension.mjs';
import { resultsFolder } from './runCommand.mjs';
import { setUpBrowser, setUpEditor, setUpProject } from './setUp.mjs';

await Promise.all([setUpProject(), setUpEditor(), setUpBrowser()]);
// Only now: they need what was just set up.
const { openEditor } = await import('../test/e2e/openEditor.mjs');
const { LeaksPage } = await import('../test/e2e/leaksPage.mjs');
const { setTheme, themes } = await import('../test/e2e/themes.mjs');

const folder = join(resultsFolder, 'contact-sheet');
const size = { width: 1100, height: 640 };
const narrow = 250;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const editor = await openEditor({
  vsix: await packageExtension(),
  folder: 'examples/sessions',
  files: { 'needs.js': 'exports.needs = function needs(user) {\n  return user.name;\n};\n' },
  size,
});
const { workbench } = editor;
const { page } = workbench;
const leaks = new LeaksPage(workbench);
/** Rows of the sheet: a state, and its pictures by theme. */
const sheet = [];

try {
  await workbench.ready();
  await leaks.open();
  await workbench.setSideBarWidth(420);
  await takeStates();
  await takeSheet();
} finally {
  await editor.close();
}

/** Each state goes on from the one before. */
async function takeStates() {
  await leaks.welcomeButton().waitFor();
  await takeThemes('first use');

  await run('sessions.js', 'function handleRequest(', 12);
  await leaks.result('handleRequest', /2 leaks/).waitFor({ timeout: 60_000 });
  await leaks.cause('byId').click();
  await workbench.cursorAt(lineOf('sessions.js', 'byId.set('));
  await takeThemes('two leaks, the line that adds');

  await page.setViewportSize({ width: size.width / 2, height: size.height / 2 });
  await takeThemes('at 200 % zoom');
  await page.setViewportSize(size);
  await workbench.setSideBarWidth(narrow);
  await takeThemes('in a side bar of 250 px');
  await workbench.setSideBarWidth(420);

  await workbench.hover('byId.set(');
  await takeThemes('pointed at in the editor', { moves: false });
  await page.mouse.move(0, 0);

  await acceptFirst();
  await takeThemes('one cause accepted');

  await workbench.setCursor(lineOf('sessions.js', '// The fix:'), 3);
  await workbench.replaceRestOfLine('closeSession(session);');
  await takeThemes('edited: older than the file');
  await leaks.choose('Run Again');
  await leaks.result('handleRequest', /2 fixed/).waitFor({ timeout: 60_000 });
  await takeThemes('both fixed');

  await run('needs.js', 'function needs(', 26);
  await workbench.quickPick('Without Arguments').waitFor();
  await takeThemes('how is one call made?');
  await workbench.quickPick('Without Arguments').click();
  await leaks.rows.filter({ hasText: 'Set Arguments…' }).first().waitFor({ timeout: 60_000 });
  await takeThemes('every call throws');
}

async function run(file, text, column) {
  await workbench.openFile(file);
  await workbench.setCursor(lineOf(file, text), column);
  await workbench.runCommand('Leak Loop: Run Leak Loop');
}

async function acceptFirst() {
  await leaks.cause('byId').click({ button: 'right' });
  await workbench.chooseMenuItem('Not a Leak…');
  const input = page.locator('.quick-input-widget input');
  await input.fill('sessions end with the process');
  await input.press('Enter');
  await leaks.result('handleRequest', /1 accepted/).waitFor();
}

async function takeThemes(state, { moves = true } = {}) {
  const pictures = [];
  for (const theme of themes) {
    await setTheme(editor, theme);
    if (moves) await page.mouse.move(0, 0);
    const name = `${String(sheet.length).padStart(2, '0')}-${state.replaceAll(/\W+/g, '-')}-${theme.name}.png`;
    const path = join(folder, name);
    await page.screenshot({ path });
    pictures.push({ name, theme: theme.label });
  }
  sheet.push({ state, pictures });
  console.log(state);
}

/** A page with links to the pictures, and the page as one picture. */
async function takeSheet() {
  const row = ({ state, pictures }) =>
    `<h2>${state}</h2><div>${pictures
      .map(
        ({ name, theme }) =>
          `<figure><img src="${name}" alt="${state}, ${theme}"><figcaption>${theme}</figcaption></figure>`,
      )
      .join('')}</div>`;
  const html = `<!doctype html><meta charset="utf-8"><title>Leak Loop</title><style>
body { font: 14px sans-serif; margin: 16px } div { display: flex; gap: 8px } h2 { margin: 16px 0 4px }
figure { margin: 0; flex: 1 } img { width: 100%; border: 1px solid #888 }</style>${sheet.map(row).join('\n')}`;
  const index = join(folder, 'index.html');
  writeFileSync(index, html);
  const browser = page.context().browser();
  const overview = await browser.newPage({ viewport: { width: 2000, height: 1200 } });
  await overview.goto(`file://${index}`);
  await overview.screenshot({ path: join(folder, 'sheet.png'), fullPage: true });
  await overview.close();
  console.log(index);
}

/** 1-based line of a file's first line with this text. */
function lineOf(file, text) {
  const source = readFileSync(join(editor.workspace, file), 'utf8');
  return source.split('\n').findIndex((line) => line.includes(text)) + 1;
}
