import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, fillIn, said } from '../../src/core/report/sentence';
import { exportFileName, exportFormats } from '../../src/extension/export/exportFormats';
import { reportPage } from '../../src/extension/export/reportPage';
import type { Translate } from '../../src/extension/language';
import { createResult } from '../../src/extension/leaksView/functionResult';
import { leakReport, sampleFolder } from '../core/sampleReports';
import { english, german } from './fakeTranslate';

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

test('what is accepted of a result is said in every format, last and with its reason', () => {
  const [first] = leakReport.suspects;
  const accepted = new Map([[first!.fingerprint, 'a cache until 2.0']]);
  const partly = { ...result, accepted };
  const text = markdown!.content(partly, sampleFolder);
  assert.match(text, /^# ✗ LEAK: .*\n\n.* · 1 cause · 1 accepted · /);
  assert.match(text, /\n## 2\. `byId \(Map\)` .*\n\n- \*\*accepted\*\*: a cache until 2\\\.0\n/);
  const page = html!.content(partly, sampleFolder);
  assert.match(page, /<th scope="row">accepted<\/th><td>a cache until 2\.0<\/td>/);
  const written = json!.content(partly, sampleFolder);
  assert.match(reportPage(written, { links: false, t: english }), /a cache until 2\.0/);
  assert.doesNotMatch(text, /\*\*next\*\*: Fix what byId/);
});

test('a leak whose every cause is accepted is called so in documents', () => {
  const accepted = new Map(leakReport.suspects.map(({ fingerprint }) => [fingerprint, 'known']));
  const text = markdown!.content({ ...result, accepted }, sampleFolder);
  assert.match(text, /^# ✓ ACCEPTED: .*\n\n.* · 2 accepted · /);
  assert.doesNotMatch(text, /\*\*next\*\*/);
});

test('in a German editor documents are German, with German numbers, and say so', () => {
  const [inMarkdown, inHtml] = exportFormats(german);
  const text = inMarkdown!.content(result, sampleFolder);
  assert.match(text, /^# ✗ LECK: `handleRequest`/);
  assert.match(text, / · 16\\\.383 Aufrufe · 2,9 s\n/);
  assert.match(text, /\n- \*\*hinzugefügt bei\*\*: `sessions\.js:20:8`/);
  assert.match(text, /· Map, 14 → 16\\?\.397 ·/);
  const page = inHtml!.content(result, sampleFolder);
  assert.match(page, /<html lang="de">/);
  assert.match(page, /<h2>Einzelheiten<\/h2>/);
  assert.match(page, /aria-label="byId \(Map\): 16\.383 Aufrufe, 16\.383 Objekte übrig"/);
});

test('in a German editor the results of checks are a German page as well', () => {
  const checks = [
    { file: 'a.leak.js', cwd: sampleFolder, name: 'sessions', report: leakReport },
    { file: 'b.leak.js', cwd: sampleFolder, name: 'old', report: leakReport, accepted: 'later' },
  ];
  const stale = [{ fingerprint: 'cache (Map) > Entry', check: 'c.leak.js', reason: 'old' }];
  const page = reportPage(JSON.stringify({ schemaVersion: 1, checks, stale }), {
    links: false,
    t: german,
  });
  assert.match(page, /<html lang="de">/);
  assert.match(page, /<h1>2 Prüfungen: 1 Leck, 1 hingenommen<\/h1>/);
  assert.match(page, /<summary>Leck: sessions · a\.leak\.js<\/summary>/);
  assert.match(page, /<p>hingenommen: later<\/p>/);
  assert.match(page, /<p>Die Baseline nimmt cache \(Map\) &gt; Entry in c\.leak\.js hin/);
  assert.match(page, /LECK: <code>handleRequest<\/code>/);
});

test('a reason and warnings that can be said in another language are, and those of older reports stay', () => {
  const loud: Translate = (message, ...parts) => fillIn(message.toUpperCase(), ...parts);
  const [inMarkdown] = exportFormats(loud);
  const wording = { reason: said`it leaks ${counted(1000)}`, notExcluded: [], warnings: [] };
  const told = { ...result, report: { ...leakReport, wording } };
  assert.match(inMarkdown!.content(told), /\nIT LEAKS 1,000\n/);
  assert.ok(inMarkdown!.content(result).includes(leakReport.reason.slice(0, 20)));
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
