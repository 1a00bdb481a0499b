// The whole flow without a mouse: run, read, accept, filter, take back, run again.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LeaksPage } from './leaksPage.mjs';
import { openEditor } from './openEditor.mjs';
import { packagedExtension } from './packagedExtension.mjs';

test('a leak is found, read, accepted and run again with the keyboard alone', async () => {
  const editor = await openEditor({ vsix: await packagedExtension(), folder: 'examples/sessions' });
  const { workbench } = editor;
  const { page } = workbench;
  const leaks = new LeaksPage(workbench);
  const press = (...keys) =>
    keys.reduce((last, key) => last.then(() => page.keyboard.press(key)), Promise.resolve());
  const source = readFileSync(join(editor.workspace, 'sessions.js'), 'utf8').split('\n');
  const lineOf = (text) => source.findIndex((line) => line.includes(text)) + 1;
  const focused = leaks.tree.locator('.monaco-list-row.focused');
  /** What a screen reader says of the focused row. */
  const spoken = () => focused.first().getAttribute('aria-label');
  try {
    await workbench.ready();
    await workbench.openFile('sessions.js');
    await workbench.setCursor(lineOf('function handleRequest('), 12);
    await press('Shift+Alt+L', 'r');
    await leaks.result('handleRequest', /2 leaks/).waitFor({ timeout: 60_000 });

    await workbench.runCommand('Leak Loop: Focus on Leaks View');
    await press('Home');
    await focused.filter({ hasText: 'handleRequest' }).waitFor();
    assert.match(await spoken(), /^handleRequest: 2 leaks.*nothing was removed/);
    await press('ArrowDown');
    await focused.filter({ hasText: 'byId' }).waitFor();
    assert.match(await spoken(), /^Leak: byId \(Map\) keeps 1 Session per call/);
    await press('Enter');
    await workbench.cursorAt(lineOf('byId.set('));

    await workbench.runCommand('Leak Loop: Focus on Leaks View');
    await focused.filter({ hasText: 'byId' }).waitFor();
    await press('Shift+F10');
    await workbench.menu().waitFor();
    await workbench.chooseFocusedMenuItem('Not a Leak…');
    const input = page.locator('.quick-input-widget input');
    await input.waitFor();
    await press('Enter');
    await page.locator('.quick-input-message').filter({ hasText: 'why it may stay' }).waitFor();
    await page.keyboard.type('sessions end with the process');
    // Somebody else writes into it meanwhile, as a check out or another editor may.
    const baselineFile = join(editor.workspace, 'leak-baseline.json');
    const other = { fingerprint: 'another', check: 'jobs.js', reason: 'a known one' };
    writeFileSync(baselineFile, JSON.stringify([other]));
    await press('Enter');
    await leaks.result('handleRequest', /1 leak · 1 accepted/).waitFor();
    assert.equal(await leaks.badge(), '1');
    const baseline = JSON.parse(readFileSync(baselineFile, 'utf8'));
    assert.deepEqual(
      baseline.map(({ check, reason }) => [check, reason]),
      [
        ['jobs.js', 'a known one'],
        ['sessions.js', 'sessions end with the process'],
      ],
    );

    await workbench.runCommand('Leak Loop: Filter Causes');
    await input.waitFor();
    await page.keyboard.type('tick');
    await press('Enter');
    await leaks.rows.filter({ hasText: '1 cause is filtered out' }).waitFor();
    await workbench.runCommand('Leak Loop: Clear Filter');
    await leaks.rows.filter({ hasText: 'filtered out' }).waitFor({ state: 'detached' });

    await workbench.runCommand('Leak Loop: Focus on Leaks View');
    await press('Shift+Alt+L', 'a');
    await leaks.rows
      .filter({ hasText: 'accepted: sessions end' })
      .filter({ hasText: 'unchanged' })
      .waitFor({ timeout: 60_000 });
  } catch (error) {
    await workbench.picture('failed-by-keyboard');
    throw error;
  } finally {
    assert.deepEqual(await editor.close(), []);
  }
});
