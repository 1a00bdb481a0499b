// The Growth view and the history of runs, as a person uses them in a narrow side bar.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { GrowthPage } from './growthPage.mjs';
import { LeaksPage } from './leaksPage.mjs';
import { openEditor } from './openEditor.mjs';
import { packagedExtension } from './packagedExtension.mjs';

/** Each call takes a while and grows: a run that lasts until somebody stops it. */
/** Makes so much that objects are sampled, however often it reads the clock. */
const slowProgram = `
const kept = [];
export function slowLeak() {
  const until = performance.now() + 20;
  while (performance.now() < until);
  const frames = new Array(8_000).fill(until);
  kept.push({ at: until, frames: frames.length });
}
`;

const themes = {
  'vscode-light': 'Default Light Modern',
  'vscode-high-contrast': 'Default High Contrast',
  'vscode-high-contrast-light': 'Default High Contrast Light',
  'vscode-dark': 'Default Dark Modern',
};

const listeners = "bus 'tick' listeners";

describe('the Growth view in VS Code', () => {
  let editor, workbench, leaks, growth;

  before(async () => {
    editor = await openEditor({
      vsix: await packagedExtension(),
      folder: 'examples/sessions',
      files: { 'slow.mjs': slowProgram },
      size: { width: 1000, height: 1100 },
    });
    workbench = editor.workbench;
    leaks = new LeaksPage(workbench);
    growth = new GrowthPage(workbench);
    await workbench.ready();
  });

  after(async () => {
    assert.deepEqual(await editor.close(), [], 'no process outlives the editor');
  });

  const step = (name, action) =>
    test(name, async (t) => {
      try {
        await action(t);
      } catch (error) {
        await workbench.picture(`failed-${name.replaceAll(/\W+/g, '-')}`);
        throw error;
      }
    });

  /** Settings of the folder, which VS Code reads as soon as they are written. */
  function set(settings) {
    mkdirSync(join(editor.workspace, '.vscode'), { recursive: true });
    writeFileSync(join(editor.workspace, '.vscode/settings.json'), JSON.stringify(settings));
  }

  step('while a run goes on, what is alive is drawn batch by batch', async () => {
    await leaks.open();
    await workbench.openFile('slow.mjs');
    await workbench.setCursor(3, 20);
    await workbench.runCommand('Leak Loop: Run Leak Loop');
    await growth.heading.filter({ hasText: /^slowLeak · batch [3-9]/ }).waitFor();
    assert.ok((await growth.inked('Alive after each batch')) > 0);
    const batches = growth.slider('Alive after each batch');
    const before = Number(await batches.getAttribute('aria-valuemax'));
    await growth.frame
      .locator(`[role=slider][aria-valuemax="${before + 1}"]`)
      .first()
      .waitFor();
    assert.match(await batches.getAttribute('aria-valuetext'), /^\d+ calls · about [\d.]+ k?B$/);
    await workbench.picture('growth-1-live');
    await leaks.choose('Stop');
    await leaks.result('slowLeak').waitFor();
  });

  step('after a run, each cause has its chart, and the memory is drawn below', async () => {
    await workbench.openFile('sessions.js');
    await workbench.setCursor(37, 12);
    await workbench.runCommand('Leak Loop: Run Leak Loop');
    await leaks.result('handleRequest', /2 leaks/).waitFor({ timeout: 60_000 });
    await growth.heading.filter({ hasText: /^handleRequest · 2 leaks/ }).waitFor();
    for (const title of ['byId (Map)', listeners, 'Memory']) {
      assert.ok((await growth.inked(title)) > 0.005, `${title} is drawn`);
    }
  });

  step('choosing a chart selects the cause in the tree, and the other way round', async () => {
    await growth.panel(listeners).getByText(listeners).click();
    await growth.marked(listeners).waitFor();
    const selected = leaks.rows.and(workbench.page.locator('[aria-selected=true]'));
    await selected.filter({ hasText: listeners }).waitFor();
    await leaks.cause('byId').click();
    await growth.marked('byId (Map)').waitFor();
    assert.equal(await growth.marked(listeners).count(), 0);
  });

  step('pointing at a chart gives the figures of that batch, in all charts', async () => {
    await growth.slider('byId (Map)').hover({ position: { x: 60, y: 40 } });
    const reading = (title) => growth.slider(title).getAttribute('aria-valuetext');
    const calls = /^[\d,]+ calls?/.exec(await reading('byId (Map)'))[0];
    assert.match(await reading('Memory'), new RegExp(`^${calls} · heap .* · external `));
    await workbench.picture('growth-2-pointed');
  });

  step(
    'by keyboard a chart is a slider over the batches, and Enter selects its cause',
    async () => {
      const slider = growth.slider(listeners);
      await slider.focus();
      await slider.press('Home');
      assert.match(
        await slider.getAttribute('aria-valuetext'),
        /^1 call · (1 object|[\d,]+ objects) kept$/,
      );
      await slider.press('ArrowRight');
      assert.match(await slider.getAttribute('aria-valuetext'), /^2 calls · /);
      assert.equal(await slider.getAttribute('aria-valuenow'), '2');
      await slider.press('Enter');
      await growth.marked(listeners).waitFor();
    },
  );

  step('the figures are there as a table, one row for each batch', async () => {
    await growth.toggleTable();
    const headings = await growth.table().getByRole('columnheader').allInnerTexts();
    assert.deepEqual(headings, ['calls', 'byId (Map)', listeners, 'heap used', 'external']);
    const batches = await growth.slider('Memory').getAttribute('aria-valuemax');
    assert.equal(await growth.table().getByRole('row').count(), Number(batches) + 1);
  });

  step('hidden and shown again, the view is as it was left', async () => {
    await growth.slider(listeners).press('Home');
    await growth.slider(listeners).press('ArrowRight');
    await workbench.page.keyboard.press('Control+Shift+E');
    await workbench.page.locator('.explorer-folders-view').waitFor();
    await leaks.open();
    await growth.marked(listeners).waitFor();
    assert.equal(await growth.slider(listeners).getAttribute('aria-valuenow'), '2');
    assert.ok(await growth.table().isVisible());
    await growth.toggleTable();
  });

  step('the charts take the colours of each theme', async () => {
    let before = await growth.painted('Memory');
    for (const [name, theme] of Object.entries(themes)) {
      set({ 'workbench.colorTheme': theme });
      await growth.themed(name);
      while ((await growth.painted('Memory')) === before);
      before = await growth.painted('Memory');
      await workbench.picture(`growth-3-${name}`);
    }
  });

  step(
    'after the window is loaded anew, the earlier runs are there and can be opened',
    async () => {
      await workbench.page.reload({ timeout: 60_000 });
      await workbench.page.locator('.part.sidebar .composite.title').first().waitFor();
      await leaks.open();
      await leaks.sideBar.getByText('earlier runs').click({ timeout: 60_000 });
      await workbench.quickPick("byId (Map), bus 'tick' listeners").waitFor();
      await workbench.picture('growth-4-history');
      await workbench.quickPick("byId (Map), bus 'tick' listeners").click();
      await leaks.result('handleRequest', /run of .* · 2 leaks/).waitFor();
      await growth.marked('byId (Map)').waitFor();
    },
  );
});
