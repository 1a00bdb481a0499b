import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';

export const shopProgram = `const orders = [];
function takeOrder() {
  orders.push({ at: orders.length });
}
globalThis.takeOrder = takeOrder;
setInterval(() => {}, 1000);
`;

/** An address of this machine that is not its loopback; where it has no other, the one that means all of them. */
const addressOutside =
  Object.values(networkInterfaces())
    .flat()
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '0.0.0.0';

/** A program that runs already is chosen in the list, by its port and by its address; elsewhere only with consent. */
export async function chooseRunningProcesses(editor, leaks) {
  const shop = await startShop(editor.workspace);
  try {
    await allWays(shop, editor, leaks);
  } finally {
    shop.process.kill();
  }
}

async function allWays({ process, url }, { workbench, workspace }, leaks) {
  const { page } = workbench;
  const input = page.locator('.quick-input-widget input');
  const dialog = page.locator('.monaco-dialog-box');
  const button = (name) => dialog.getByRole('button', { name, exact: true });
  const found = leaks.result('takeOrder', /1 leak/);
  const isFound = async () => {
    await found.waitFor({ timeout: 60_000 });
    await leaks.choose('Clear Results');
    await found.waitFor({ state: 'detached' });
  };
  const ask = async () => {
    await workbench.openFile('shop.js');
    await workbench.setCursor(3, 5);
    await workbench.runCommand('Leak Loop: Run Leak Loop in a Running Process');
  };
  const askByAddress = async (address) => {
    await ask();
    await input.pressSequentially('inspector'); // a long list does not show its last
    await workbench.quickPick('Port or Address of an Inspector').click();
    await page.locator('.quick-input-title').filter({ hasText: 'Port or Address' }).waitFor();
    await input.fill(address);
    await input.press('Enter');
  };

  const startConfigured = async () => {
    await workbench.runCommand('Debug: Select and Start Debugging');
    await workbench.quickPick('shop').first().click();
  };

  await leaks.choose('Clear Results');
  await ask();
  const listed = workbench.quickPick(`process ${process.pid}`);
  await listed.waitFor();
  const first = page.locator('.quick-input-list .monaco-list-row').first();
  assert.equal(await first.innerText(), await listed.innerText(), 'those of the folder are first');
  const text = await listed.innerText();
  assert.match(text, /node\S* --inspect=0\.0\.0\.0:0 shop\.js --branch=north/);
  assert.ok(text.includes(workspace), `its working directory is in ${text}`);
  await workbench.picture('running-processes');
  await listed.click();
  await isFound();

  await askByAddress('shop');
  await page.locator('.quick-input-message').filter({ hasText: 'from 1 to 65535' }).waitFor();
  await input.fill(url.port);
  await input.press('Enter');
  await isFound();

  await askByAddress(url.href.replace(url.hostname, '127.0.0.1'));
  await isFound();

  const websocketAddress = url.href.replace(url.hostname, addressOutside);
  const attach = { type: 'leak-loop', request: 'attach', name: 'shop', websocketAddress };
  const [program, allowRemote] = [join(workspace, 'shop.js'), true]; // a file confirms nothing
  const configuration = { ...attach, program, function: 'takeOrder', allowRemote };
  mkdirSync(join(workspace, '.vscode'), { recursive: true });
  writeFileSync(
    join(workspace, '.vscode/launch.json'),
    JSON.stringify({ version: '0.2.0', configurations: [configuration] }),
  );
  await page.locator('.part.statusbar').getByText('shop (sessions)').waitFor(); // it is read
  await startConfigured();
  await dialog.filter({ hasText: `${addressOutside} is another machine` }).waitFor();
  await dialog.filter({ hasText: 'can run any code in it' }).waitFor();
  await workbench.picture('another-machine');
  await button('Cancel').click();
  await dialog.waitFor({ state: 'detached' });

  await askByAddress(websocketAddress);
  await dialog.filter({ hasText: `${addressOutside} is another machine` }).waitFor();
  assert.equal(await leaks.rows.count(), 0, 'where it was refused, nothing ran');
  await button('Connect').click();
  await isFound();

  await startConfigured();
  await isFound(); // without being asked again
}

/** In a folder, with an inspector that is reached from everywhere. */
async function startShop(cwd) {
  const words = ['--inspect=0.0.0.0:0', 'shop.js', '--branch=north'];
  const process = spawn(execPath, words, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  process.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  while (!/ws:\S+\n/.test(said)) await once(process.stderr, 'data');
  return { process, url: new URL(/ws:\S+/.exec(said)[0]) };
}
