// One sheet with screenshots of the states in four themes, in a narrow side bar and zoomed:
// `npm run contact-sheet`, then open test-results/contact-sheet/index.html.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { slowProgram } from '../test/e2e/slowProgram.cjs';
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
const index = join(folder, 'index.html');
const programs = {
  'needs.js': 'exports.needs = function needs(user) {\n  return user.name;\n};\n',
  'slow.mjs': slowProgram,
  'recent.js': `const recent = [];
exports.remember = function remember() {
  recent.push({ at: Date.now() });
  if (recent.length > 300) recent.shift();
};
`,
  'audit.js': `const { log } = require('audit-log');
exports.audit = function audit() {
  log('signed in');
};
`,
  'leaves.js': `exports.leave = function leave() {
  console.error('Error: the disk is full');
  process.exit(3);
};
`,
  'waits.js': `exports.wait = function wait() {
  return new Promise(() => setInterval(() => {}, 1000));
};
`,
};

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const vsix = await packageExtension();
/** The editor at hand, and what its page shows. */
let editor, workbench, page, leaks;
/** Rows of the sheet: a state, and its pictures by theme. */
const sheet = [];

await inEditor({ files: programs }, takeStates);
await inEditor({ elsewhere: 'nowhere:/project' }, takeWithoutFolder);
const quiet = { 'security.workspace.trust.startupPrompt': 'never' };
await inEditor({ asksForTrust: true, settings: quiet }, takeUntrusted);

async function inEditor(options, take) {
  editor = await openEditor({ vsix, folder: 'examples/sessions', size, ...options });
  ({ workbench } = editor);
  ({ page } = workbench);
  leaks = new LeaksPage(workbench);
  try {
    await take();
  } catch (error) {
    await page.screenshot({ path: join(folder, 'failed.png') });
    throw error;
  } finally {
    await editor.close();
  }
}

/** Each state goes on from the one before. */
async function takeStates() {
  await workbench.ready();
  await leaks.open();
  await workbench.setSideBarWidth(420);
  await leaks.welcomeButton().waitFor();
  await takeThemes('first use');
  await takeLeak();
  await takeFix();
  await takeEarlierRuns();
  await takeOtherVerdicts();
  await takeFailures();
}

async function takeLeak() {
  await run('sessions.js', 'function handleRequest(', 12);
  await ends('handleRequest', /2 leaks/);
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
  await takeReport();
  await takeInspection();
  await accept('byId', '1 accepted');
  await takeThemes('one cause accepted');
  await accept("bus 'tick' listeners", '2 accepted');
  await takeThemes('every cause accepted');
}

async function takeReport() {
  await workbench.runCommand('Leak Loop: Export Report…');
  await workbench.quickPick('JSON').click();
  const input = page.locator('.quick-input-widget input');
  await page.waitForFunction(({ value }) => value.endsWith('.json'), await input.elementHandle());
  await input.press('Enter');
  const exported = page.locator('.notifications-toasts .notification-list-item');
  await exported.getByRole('button', { name: 'Open', exact: true }).click();
  await workbench.activeTab('handleRequest.leak-report.json').waitFor();
  const frame = page.locator('iframe.webview.ready').last().contentFrame();
  await frame.frameLocator('iframe#active-frame').getByText('byId').first().waitFor();
  await takeThemes('an exported report');
  await workbench.closeTab('handleRequest.leak-report.json');
  await workbench.openFile('sessions.js');
}

async function takeInspection() {
  await leaks.result('handleRequest').click({ button: 'right' });
  await workbench.chooseMenuItem('Inspect Survivors');
  await page.getByRole('button', { name: 'Run and Inspect' }).click();
  // Run and Debug comes forward by itself.
  const variables = page.locator('.debug-variables .monaco-list-row');
  await variables.filter({ hasText: 'byId' }).first().waitFor({ timeout: 60_000 });
  await takeThemes('survivors are inspected');
  await page.keyboard.press('F5');
  await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  await leaks.open();
  await leaks.message(/./).first().waitFor({ state: 'hidden' });
}

async function takeFix() {
  await workbench.openFile('sessions.js');
  await workbench.setCursor(lineOf('sessions.js', '// The fix:'), 3);
  await workbench.replaceRestOfLine('closeSession(session);');
  await takeThemes('edited: older than the file');
  await leaks.choose('Run Again');
  await ends('handleRequest', /2 fixed/);
  await takeThemes('both fixed');
}

async function takeEarlierRuns() {
  await workbench.runCommand('Leak Loop: Compare Two Runs…');
  await workbench.quickPick('2 leaks').first().waitFor();
  await takeThemes('which run is compared?');
  await workbench.quickPick('2 leaks').first().click();
  await workbench
    .quickPick(/nothing|bounded/)
    .first()
    .click();
  await ends('handleRequest', /compared with/);
  await takeThemes('two runs compared');
}

async function takeOtherVerdicts() {
  await leaks.choose('Clear Results');
  await run('slow.mjs', 'function slowLeak(', 18);
  await leaks.message(/slowLeak · batch [3-9]/).waitFor({ timeout: 60_000 });
  await takeThemes('running');
  await leaks.choose('Stop');
  await ends('slowLeak', /unclear/);
  await takeThemes('stopped: unclear, its batches kept');

  await leaks.choose('Clear Results');
  await run('recent.js', 'function remember(', 30);
  await ends('remember', /bounded/);
  await takeThemes('bounded');

  await leaks.choose('Clear Results');
  addPackage();
  await run('audit.js', 'function audit(', 25);
  await ends('audit', /1 leak/);
  // a function of a package has no line of one's own
  await leaks.detail(/^entries/).click();
  await workbench.activeTab('index.js').waitFor();
  await workbench.setCursor(2, 18);
  await workbench.runCommand('Leak Loop: Run Leak Loop');
  await workbench.quickPick('Without Arguments').click();
  await ends('log', /1 leak/);
  const group = leaks.cause('Not your code');
  await group.locator('.monaco-tl-twistie').click();
  await leaks.isExpanded(group, true);
  await takeThemes('not your code');
}

async function takeFailures() {
  await leaks.choose('Clear Results');
  await run('needs.js', 'function needs(', 26);
  await workbench.quickPick('Without Arguments').waitFor();
  await takeThemes('how is one call made?');
  await workbench.quickPick('Without Arguments').click();
  await leaks.rows.filter({ hasText: 'Set Arguments…' }).first().waitFor({ timeout: 60_000 });
  await takeThemes('every call throws');

  await run('leaves.js', 'function leave(', 28);
  await leaks.rows.filter({ hasText: 'printed last' }).first().waitFor({ timeout: 60_000 });
  await takeThemes('the process ended');

  await run('waits.js', 'function wait(', 26);
  const words = leaks.rows.filter({ hasText: 'a call does not come back' });
  await words.first().waitFor({ timeout: 60_000 });
  await takeThemes('a call does not come back');
}

async function takeWithoutFolder() {
  const showsLeaks = (text) => async () => {
    await page.reload();
    await leaks.open();
    await leaks.welcomeText(text).waitFor();
  };
  await takeThemes('a workspace that is on no disk', {
    reload: showsLeaks(/this workspace is not on a disk/),
  });
  await page.goto(`${new URL(page.url()).origin}/?ew=true`);
  await takeThemes('no folder', {
    reload: showsLeaks(/Open the folder of a Node\.js program/),
  });
}

async function takeUntrusted() {
  await workbench.ready();
  await leaks.open();
  await leaks.welcomeText(/this workspace is not trusted/).waitFor();
  await takeThemes('a workspace that is not trusted');
  await takeSheet();
}

async function ends(name, text) {
  await leaks.result(name, text).waitFor({ timeout: 60_000 });
}

/** What leaks as a whole in an installed package. */
function addPackage() {
  const installed = join(editor.workspace, 'node_modules/audit-log');
  mkdirSync(installed, { recursive: true });
  const text = 'const entries = [];\nexports.log = (what) => void entries.push({ what });\n';
  writeFileSync(join(installed, 'index.js'), text);
}

async function run(file, text, column) {
  await workbench.openFile(file);
  await workbench.setCursor(lineOf(file, text), column);
  await workbench.runCommand('Leak Loop: Run Leak Loop');
}

async function accept(cause, text) {
  await leaks.cause(cause).click({ button: 'right' });
  await workbench.chooseMenuItem('Not a Leak…');
  const input = page.locator('.quick-input-widget input');
  await input.fill('sessions end with the process');
  await input.press('Enter');
  await leaks.result('handleRequest', text).waitFor();
}

async function takeThemes(state, { moves = true, reload } = {}) {
  const pictures = [];
  for (const theme of themes) {
    await setTheme(editor, theme, reload);
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
  writeFileSync(index, html);
  const overview = await page
    .context()
    .browser()
    .newPage({
      viewport: { width: 2000, height: 1200 },
    });
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
