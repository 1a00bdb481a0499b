// The walk in a German editor: every word of Leak Loop's that a user sees on it is German.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LeaksPage } from './leaksPage.mjs';
import { openEditor } from './openEditor.mjs';
import { packagedExtension } from './packagedExtension.mjs';

/** Words of the English rows that no program and no German sentence has. */
const english = /\b(?:adds|allocated|calls?|excluded|holds|leaks?|nothing|survivors)\b/;

test('in a German editor welcome, menu, results and the text behind lines are German', async () => {
  const editor = await openEditor({
    vsix: await packagedExtension(),
    folder: 'examples/sessions',
    language: 'de',
  });
  const { workbench } = editor;
  const leaks = new LeaksPage(workbench);
  try {
    await workbench.ready();
    await leaks.open();
    await leaks.welcomeText('Welche Zeile leckt?').waitFor();
    await workbench.openFile('sessions.js');
    await workbench.setCursor(38, 10);
    await workbench.rightClick('handleRequest');
    await workbench.chooseMenuItem('Leak Loop ausführen');
    await leaks.result('handleRequest', /2 Lecks/).waitFor({ timeout: 60_000 });
    await workbench.click(leaks.cause('byId'));
    await workbench.noteBehind('byId.set(', '◂ fügt 1 Session je Aufruf hinzu, nichts entfernt es');
    const rows = (await leaks.rowTexts()).join('\n');
    assert.doesNotMatch(rows, english);
    assert.match(rows, /nicht ausgeschlossen/);
    await workbench.picture('german');
  } catch (error) {
    await workbench.picture('failed-german');
    throw error;
  } finally {
    assert.deepEqual(await editor.close(), [], 'no process outlives the editor');
  }
});
