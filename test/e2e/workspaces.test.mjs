// Workspaces in which nothing can be run: the view says why, and what helps.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectFolder } from './editorPaths.mjs';
import { LeaksPage } from './leaksPage.mjs';
import { openEditor } from './openEditor.mjs';
import { packagedExtension } from './packagedExtension.mjs';

const source = readFileSync(join(projectFolder, 'examples/sessions/sessions.js'), 'utf8');
const lineOfLeak =
  source.split('\n').findIndex((line) => line.startsWith('function handleRequest(')) + 1;

const untrusted = { 'security.workspace.trust.startupPrompt': 'never' };

test('a workspace that is not trusted runs nothing and leads to trust; trusted, it runs', async () => {
  await inEditor({ asksForTrust: true, settings: untrusted }, async ({ workbench, leaks }) => {
    await workbench.ready();
    await leaks.open();
    await leaks.welcomeText(/this workspace is not trusted/).waitFor();
    await workbench.openFile('sessions.js');
    await workbench.runCommand('Leak Loop: Run Leak Loop');
    const refusal = workbench.notifications().filter({ hasText: 'Trust it first' });
    await refusal.waitFor();
    await workbench.picture('state-untrusted');
    await leaks.welcomeButton().click();
    await workbench.page.getByRole('button', { name: 'Trust', exact: true }).click();
    await leaks.welcomeText(/Which line leaks/).waitFor();
    await workbench.openFile('sessions.js');
    await workbench.setCursor(lineOfLeak, 12);
    await workbench.runCommand('Leak Loop: Run Leak Loop');
    await leaks.result('handleRequest', /2 leaks/).waitFor({ timeout: 60_000 });
  });
});

test('a workspace that is on no disk says so and offers a folder; so does a window without a folder', async () => {
  await inEditor({ elsewhere: 'nowhere:/project' }, async ({ workbench, leaks }) => {
    await leaks.open();
    await leaks.welcomeText(/this workspace is not on a disk/).waitFor();
    assert.match(await leaks.welcomeButton().innerText(), /Open Folder/);
    await workbench.picture('state-virtual');

    await workbench.page.goto(`${new URL(workbench.page.url()).origin}/?ew=true`);
    await leaks.open();
    await leaks.welcomeText(/Open the folder of a Node\.js program/).waitFor();
    assert.match(await leaks.welcomeButton().innerText(), /Open Folder/);
    await workbench.picture('state-no-folder');
  });
});

async function inEditor(options, action) {
  const editor = await openEditor({
    vsix: await packagedExtension(),
    folder: 'examples/sessions',
    ...options,
  });
  const { workbench } = editor;
  try {
    await action({ workbench, leaks: new LeaksPage(workbench) });
  } catch (error) {
    await workbench.picture('failed-workspaces');
    throw error;
  } finally {
    assert.deepEqual(await editor.close(), []);
  }
}
