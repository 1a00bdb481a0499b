import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LeakReport } from '../../src/core/report/report';
import { compactReport } from '../../src/extension/history/compactReport';
import { describeRuns } from '../../src/extension/history/describeRuns';
import {
  historyEntry,
  isHistoryEntry,
  resultOfEntry,
  storedEntry,
  type HistoryEntry,
} from '../../src/extension/history/historyEntry';
import { keptEntries } from '../../src/extension/history/keptEntries';
import { createResult, lineKey } from '../../src/extension/leaksView/functionResult';
import { timeText } from '../../src/extension/timeText';
import { cleanReport, leakReport, sampleFolder, sampleReports } from '../core/sampleReports';
import { assertValidReport } from '../core/validateReport';
import { english } from './fakeTranslate';
import { treeText } from './treeText';

const program = `${sampleFolder}/sessions.js`;
const lineTexts = new Map([[lineKey(program, 20), '  byId.set(id, session);']]);
const morning = new Date(2026, 4, 9, 10, 41).getTime();

function entryOf(report: LeakReport, endedAt = morning): HistoryEntry {
  const request = { program, function: '19:5', env: { TOKEN: 'secret' } };
  return historyEntry(createResult(request, report, lineTexts), endedAt, String(endedAt));
}

/** As after a reload of the window. */
const stored = (entry: HistoryEntry) =>
  JSON.parse(JSON.stringify(storedEntry(entry))) as HistoryEntry;

test('a run that was kept shows the same rows again, and when it was', () => {
  const fresh = treeText([createResult({ program }, leakReport, lineTexts)]);
  const opened = treeText([resultOfEntry(stored(entryOf(leakReport)))]);
  const withTime = fresh.replace(
    'handleRequest | ',
    `handleRequest | run of ${timeText(morning)} · `,
  );
  assert.equal(opened, withTime);
});

test('a run of this window is repeated with its variables of the environment, which are not kept beyond it', () => {
  const entry = entryOf(leakReport);
  assert.deepEqual(resultOfEntry(entry).request.env, { TOKEN: 'secret' });
  assert.doesNotMatch(JSON.stringify(storedEntry(entry)), /secret/);
  assert.equal(resultOfEntry(stored(entry)).request.function, '19:5');
});

test('a kept report follows the contract, without single objects, and without variables of the environment', () => {
  const instance = {
    id: 1,
    type: 'Session',
    bornIn: 3,
    selfSize: 56,
    retainedSize: 452,
    referrers: 0,
    referredBy: [],
  };
  const suspects = leakReport.suspects.map((each) => ({ ...each, instances: [instance] }));
  const newest = [{ type: 'Session', objects: 1, bytes: 56 }];
  const entry = entryOf({ ...leakReport, suspects, newest });
  assert.doesNotMatch(JSON.stringify(stored(entry)), /instances|newest|secret/);
  for (const report of Object.values(sampleReports)) assertValidReport(compactReport(report));
});

test('texts of any length are cut', () => {
  const long = 'x'.repeat(100_000);
  const threw = { calls: 1, first: { message: long } };
  const report = {
    ...leakReport,
    reason: long,
    warnings: [long],
    loop: { ...leakReport.loop, threw },
  };
  assert.ok(JSON.stringify(compactReport(report)).length < 20_000);
});

test('of two kept runs, the later one says what changed since the other', () => {
  const [first] = leakReport.suspects;
  const after = { ...leakReport, suspects: [{ ...first!, alsoHeldBy: [] }] };
  const noon = morning + 5_000_000;
  const opened = resultOfEntry(stored(entryOf(after, noon)), stored(entryOf(leakReport)));
  const text = treeText([opened]);
  const times = `run of ${timeText(noon)}, compared with ${timeText(morning)}`;
  assert.ok(text.startsWith(`handleRequest | ${times} · 1 leak · 1 fixed · `), text);
  assert.match(text, /byId \(Map\) \| unchanged · /);
  assert.match(text, /bus 'tick' listeners \| fixed · /);
});

test('ten runs of each function stay, the newest', () => {
  const entries = Array.from({ length: 14 }, (_, at) => entryOf(leakReport, morning - at));
  const other = entryOf({
    ...cleanReport,
    function: { ...cleanReport.function, name: 'other' },
  });
  const kept = keptEntries([...entries, other]);
  assert.deepEqual(kept, [...entries.slice(0, 10), other]);
});

test('there is room for so many bytes; a run that is larger than what is left makes way for smaller ones', () => {
  const small = entryOf(cleanReport);
  const large = entryOf(leakReport, morning - 1);
  const size = (entry: HistoryEntry) => JSON.stringify(entry).length;
  const limits = { runsPerFunction: 10, bytes: 2 * size(small) };
  assert.ok(size(large) > size(small));
  assert.deepEqual(keptEntries([small, large, { ...small, id: 'x' }], limits), [
    small,
    { ...small, id: 'x' },
  ]);
});

test('what was stored by another version or by nobody is no run', () => {
  const entry = stored(entryOf(leakReport));
  assert.ok(isHistoryEntry(entry));
  const { report, ...incomplete } = entry;
  const broken: readonly unknown[] = [
    undefined,
    null,
    7,
    incomplete,
    { ...entry, key: 'another function' },
    { ...entry, endedAt: 'today' },
    { ...entry, lineTexts: { 'sessions.js:1': 7 } },
    { ...entry, request: {} },
    { ...entry, report: { ...report, version: 2 } },
    { ...entry, report: { ...report, suspects: [{}] } },
  ];
  for (const value of broken) assert.equal(isHistoryEntry(value), false);
});

test('runs are listed by function, with their verdicts and causes, and never with icons of the program’s', () => {
  const renamed = {
    ...cleanReport,
    function: { ...cleanReport.function, name: '$(bug)' },
  };
  const entries = [entryOf(leakReport, morning), entryOf(renamed), entryOf(leakReport, 0)];
  const groups = describeRuns(entries, english, morning);
  assert.deepEqual(
    groups.map(({ name, items }) => [name, items.length]),
    [
      ['handleRequest', 2],
      ['$ (bug)', 1],
    ],
  );
  const { label, description, detail } = groups[0]!.items[0]!;
  assert.equal(label, '$(error) 2 leaks');
  assert.equal(
    description,
    `${timeText(morning, morning)} · 564 B per call · 16,383 calls · 2.9 s`,
  );
  assert.equal(detail, "byId (Map), bus 'tick' listeners");
  assert.match(groups[0]!.items[1]!.description, /19(69|70)/, 'another day has its date');
});
