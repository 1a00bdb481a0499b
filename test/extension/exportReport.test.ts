import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportFileName, exportFormats } from '../../src/extension/export/exportFormats';
import { reportPage } from '../../src/extension/export/reportPage';
import { createResult } from '../../src/extension/leaksView/functionResult';
import { leakReport, sampleFolder } from '../core/sampleReports';
import { english } from './fakeTranslate';

const lines = new Map([[`${sampleFolder}/sessions.js:20`, '  byId.set(id, session);']]);
const result = createResult({ program: `${sampleFolder}/sessions.js` }, leakReport, lines);
const [markdown, html, json] = exportFormats(english);

test('a report is exported with the source lines that ran, and paths relative to its folder', () => {
  assert.match(
    markdown!.content(result, sampleFolder),
    /\n- \*\*added at\*\*: `sessions\.js:20:8` `byId\.set\(id, session\);`/,
  );
  assert.match(html!.content(result, sampleFolder), /<code>byId\.set\(id, session\);<\/code>/);
  assert.deepEqual(JSON.parse(json!.content(result, sampleFolder)), leakReport);
});

test('the file is named after the function, whatever that is called', () => {
  const named = (name: string) => {
    const report = { ...leakReport, function: { ...leakReport.function, name } };
    return exportFileName({ ...result, report }, json!);
  };
  assert.equal(named('handleRequest'), 'handleRequest.leak-report.json');
  assert.equal(named('Cache.get'), 'Cache-get.leak-report.json');
  assert.equal(named('keeps ../its note?'), 'keeps-its-note.leak-report.json');
  assert.equal(named('(…)'), 'function.leak-report.json');
});

test('an exported report opens as a page whose places lead to their lines, if the workspace is trusted', () => {
  const text = json!.content(result);
  const page = reportPage(text, { cwd: sampleFolder, links: true, t: english });
  const [, query] =
    /<a href="command:leakLoop\.goToLocation\?([^"]+)"><code>sessions\.js:20:8</.exec(page)!;
  assert.deepEqual(JSON.parse(decodeURIComponent(query!)), [
    leakReport.suspects[0]!.growthSite!.location,
  ]);
  assert.doesNotMatch(reportPage(text, { links: false, t: english }), /<a /);
});

test('a file that is no report says what to do instead', () => {
  assert.match(reportPage('<b>', { links: true, t: english }), /<p>This is not JSON: /);
  assert.doesNotMatch(reportPage('<b>', { links: true, t: english }), /<b>/);
});
