// What is asked before a run, as a person meets it in VS Code: arguments, which function, which process, and whether
// another machine may be spoken to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LeaksPage } from './leaksPage.mjs';
import { openEditor } from './openEditor.mjs';
import { packagedExtension } from './packagedExtension.mjs';
import { chooseRunningProcesses, shopProgram } from './runningProcesses.mjs';

const program = `const kept = [];
exports.register = function register(user) {
  kept.push({ name: user.name });
};
exports.enlist = function enlist(user) {
  kept.push({ name: user.name });
};
exports.greet = function greet(user) {
  kept.push({ name: user.name });
};
`;

const tills = `exports.Till = class Till {
  sales = [];
  add() {
    this.sales.push({ at: this.sales.length });
  }
};
`;

test('arguments are asked for, remembered and offered, also when a function throws at once, and functions, the whole file and running processes are offered', async () => {
  const editor = await openEditor({
    vsix: await packagedExtension(),
    folder: 'examples/sessions',
    files: { 'register.js': program, 'shop.js': shopProgram, 'tills.js': tills },
  });
  const { workbench } = editor;
  const leaks = new LeaksPage(workbench);
  const input = workbench.page.locator('.quick-input-widget input');
  const title = workbench.page.locator('.quick-input-widget .quick-input-title');
  const rows = async () => (await leaks.rowTexts()).join('\n');
  const costPlaceholder = /^Up to 16,383 calls or 10 s, with side effects each time/;
  try {
    await workbench.ready();
    await leaks.open();
    await workbench.openFile('register.js');
    const clicks = workbench.clicks;
    await workbench.rightClick('enlist');
    await workbench.chooseMenuItem('Run Leak Loop');
    await workbench.quickPick('Enter Arguments…').waitFor();
    await workbench.picture('how-is-one-call-made');
    assert.match(await input.getAttribute('placeholder'), costPlaceholder);
    await workbench.click(workbench.quickPick('Enter Arguments…'));
    await title.filter({ hasText: 'Arguments of one call to enlist' }).waitFor();
    await input.fill('[{ name: "ada" + i }]');
    await input.press('Enter');
    await leaks.result('enlist', /1 leak/).waitFor({ timeout: 60_000 });
    await workbench.click(leaks.cause('kept'));
    await workbench.cursorAt(6);
    assert.equal(workbench.clicks - clicks, 4, 'from the function to the line that retains');

    await workbench.setCursor(3, 5);
    await workbench.runCommand('Leak Loop: Run Leak Loop');
    await workbench.quickPick('Without Arguments').click();
    const remedy = leaks.rows.filter({ hasText: 'Set Arguments…' }).first();
    await remedy.waitFor({ timeout: 60_000 });
    await leaks
      .message(/arguments/i)
      .first()
      .waitFor(); // the message says why, a moment after the rows
    assert.equal(await workbench.notifications().count(), 0, 'the view is visible');

    await remedy.click();
    await title.filter({ hasText: 'Arguments of one call to register' }).waitFor();
    const cost = workbench.page.locator('.quick-input-widget .quick-input-message');
    assert.match(await cost.innerText(), /up to 16,383 calls or 10 s/, 'the cost is stated first');
    assert.equal(await input.getAttribute('placeholder'), '[user]', 'what the array has to have');
    await workbench.page.keyboard.press('Escape');
    await input.waitFor({ state: 'hidden' });
    await remedy.waitFor(); // nothing was run: what failed is still to be seen

    await workbench.setCursor(9, 5);
    await workbench.runCommand('Leak Loop: Run Leak Loop');
    await workbench.quickPick('as enlist was called last').click();
    await leaks.result('greet', /1 leak/).waitFor({ timeout: 60_000 });

    await leaks.choose('Clear Results');
    await leaks.result('enlist').waitFor({ state: 'detached' });
    await workbench.openFile('register.js');
    await workbench.setCursor(7, 1);
    await workbench.runCommand('Leak Loop: Run Leak Loop');
    await leaks.result('enlist', /1 leak/).waitFor({ timeout: 60_000 });
    assert.match(await rows(), /each call.*name: "ada" \+ i/, 'the arguments were remembered');
    await leaks.rows.filter({ hasText: 'each call' }).click();
    await title.filter({ hasText: 'Arguments of one call to enlist' }).waitFor();
    assert.equal(await input.inputValue(), '[{ name: "ada" + i }]', 'those of last time');
    await workbench.page.keyboard.press('Escape');

    await workbench.page.reload({ timeout: 60_000 });
    await workbench.page.locator('.part.sidebar .composite.title').first().waitFor();
    await leaks.sideBar.getByText('earlier runs').waitFor({ timeout: 60_000 }); // it is active again
    await workbench.runCommand('Leak Loop: Show Earlier Runs…');
    await workbench.quickPick('1 leak').first().click();
    await leaks.result('enlist', /run of /).waitFor();
    await leaks.choose('Run Again');
    await leaks.result('enlist', /run of /).waitFor({ state: 'detached', timeout: 60_000 });
    await leaks.result('enlist', /1 leak/).waitFor({ timeout: 60_000 });
    assert.match(await rows(), /each call.*name: "ada" \+ i/, 'Run Again has them after a reload');

    await workbench.openFile('register.js');
    await workbench.setCursor(1, 1);
    await workbench.runCommand('Leak Loop: Run Leak Loop');
    await workbench.quickPick('register').first().waitFor({ timeout: 60_000 });
    assert.match(await input.getAttribute('placeholder'), costPlaceholder);
    await workbench.page.keyboard.press('Escape');
    assert.match(await rows(), /1 leak/, 'earlier results stay');

    await workbench.runCommand('Leak Loop: Run Leak Loop');
    const choices = workbench.page.locator('.quick-input-list .monaco-list-row');
    await workbench.quickPick('register').first().waitFor({ timeout: 60_000 });
    const file = choices.filter({ hasText: 'The whole file' });
    assert.equal(await choices.last().innerText(), await file.innerText(), 'it is the last');
    await file.click();
    await leaks.result('register.js', /nothing|bounded/).waitFor({ timeout: 60_000 });

    await workbench.openFile('tills.js');
    await workbench.setCursor(4, 5);
    await workbench.runCommand('Leak Loop: Run Leak Loop');
    const receiver = title.filter({ hasText: /^Object \(this\) that tills\.js:4 is called on/ });
    await receiver.waitFor({ timeout: 60_000 }); // no instance is alive that could be picked
    await input.fill('new exports.Till()');
    await input.press('Enter');
    await leaks.result('add', /1 leak/).waitFor({ timeout: 60_000 });

    await chooseRunningProcesses(editor, leaks);
  } catch (error) {
    await workbench.picture('failed-arguments');
    throw error;
  } finally {
    assert.deepEqual(await editor.close(), []);
  }
});
