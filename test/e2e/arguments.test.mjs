// A function that needs arguments, and a cursor outside of any function, as a person meets them in VS Code.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LeaksPage } from './leaksPage.mjs';
import { openEditor } from './openEditor.mjs';
import { packagedExtension } from './packagedExtension.mjs';

const program = `const kept = [];
exports.register = function register(user) {
  kept.push({ name: user.name });
};
`;

test('arguments are asked for when a function throws at once, remembered, and functions are offered', async () => {
  const editor = await openEditor({
    vsix: await packagedExtension(),
    folder: 'examples/sessions',
    files: { 'register.js': program },
  });
  const { workbench } = editor;
  const leaks = new LeaksPage(workbench);
  const input = workbench.page.locator('.quick-input-widget input');
  try {
    await workbench.ready();
    await leaks.open();
    await workbench.openFile('register.js');
    await workbench.setCursor(3, 5);
    await workbench.runCommand('Leak Loop: Run Leak Loop');
    const without = workbench.quickPick('Without Arguments');
    await without.waitFor();
    await workbench.picture('how-is-one-call-made');
    await without.click();

    const remedy = leaks.rows.filter({ hasText: 'Set Arguments…' }).first();
    await remedy.waitFor({ timeout: 60_000 });
    await leaks
      .message(/arguments/i)
      .first()
      .waitFor(); // the message says why, a moment after the rows
    assert.equal(await workbench.notifications().count(), 0, 'the view is visible');

    await remedy.click();
    await input.waitFor();
    const title = workbench.page.locator('.quick-input-widget .quick-input-title');
    assert.equal(await title.innerText(), 'Arguments of one call to register');
    const cost = workbench.page.locator('.quick-input-widget .quick-input-message');
    assert.match(await cost.innerText(), /up to 16,383 calls or 10 s/, 'the cost is stated first');
    assert.equal(await input.getAttribute('placeholder'), '[user]', 'what the array has to have');
    await input.fill('[{ name: "ada" + i }]');
    await input.press('Enter');
    await leaks.result('register', /1 leak/).waitFor({ timeout: 60_000 });

    await leaks.choose('Clear Results');
    await leaks.result('register').waitFor({ state: 'detached' });
    await workbench.openFile('register.js');
    await workbench.setCursor(4, 1);
    await workbench.runCommand('Leak Loop: Run Leak Loop');
    await leaks.result('register', /1 leak/).waitFor({ timeout: 60_000 });
    const rows = (await leaks.rowTexts()).join('\n');
    assert.match(rows, /each call.*name: "ada" \+ i/, 'the arguments were remembered');

    await workbench.setCursor(1, 1);
    await workbench.runCommand('Leak Loop: Run Leak Loop');
    await workbench.quickPick('register').first().waitFor({ timeout: 60_000 });
    await workbench.page.keyboard.press('Escape');
    assert.match((await leaks.rowTexts()).join('\n'), /1 leak/, 'earlier results stay');
  } catch (error) {
    await workbench.picture('failed-arguments');
    throw error;
  } finally {
    assert.deepEqual(await editor.close(), []);
  }
});
