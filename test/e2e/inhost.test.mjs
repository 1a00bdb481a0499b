import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectFolder } from './editorPaths.mjs';
import { serveHostWindow } from './hostWindow.mjs';
import { openEditor } from './openEditor.mjs';

const entry = 'test/e2e/inhost/index.cjs';

test('inside the extension host', async (t) => {
  const resultsFile = join(projectFolder, 'test-results', 'inhost.json');
  mkdirSync(join(projectFolder, 'test-results'), { recursive: true });
  rmSync(resultsFile, { force: true });

  const window = await serveHostWindow();
  t.after(window.close);
  const editor = await openEditor({
    folder: 'examples/sessions',
    insideHost: entry,
    env: { LEAK_LOOP_HOST_RESULTS: resultsFile, LEAK_LOOP_HOST_WINDOW: window.url },
  });
  window.shows(editor.workbench);
  const exitCode = await editor.hostExit.finally(() => editor.workbench.picture('inhost'));
  const leftOver = await editor.close();

  const log = editor.log.join('\n');
  assert.ok(existsSync(resultsFile), `no results were written:\n${log}`);
  const results = JSON.parse(readFileSync(resultsFile, 'utf8'));
  assert.ok(results.length > 0, 'at least one test ran');
  for (const { name, ok, error } of results) {
    await t.test(name, () => assert.ok(ok, error));
  }
  assert.equal(exitCode, results.every(({ ok }) => ok) ? 0 : 1, log);
  assert.deepEqual(leftOver, []);
});
