import assert from 'node:assert/strict';
import test from 'node:test';
import { compareReports } from '../../src/core/report/compareReports';
import type { LeakReport } from '../../src/core/report/report';
import { cleanReport, leakReport, unclearReport } from './sampleReports';

const [byId, onTick] = leakReport.suspects as [
  LeakReport['suspects'][number],
  LeakReport['suspects'][number],
];

function changes(before: LeakReport, after: LeakReport): string[] {
  return compareReports(before, after).causes.map(({ holder, change }) => `${holder} ${change}`);
}

test('the same report twice is unchanged', () => {
  const comparison = compareReports(leakReport, leakReport);
  assert.deepEqual(
    comparison.causes.map(({ change }) => change),
    ['unchanged', 'unchanged'],
  );
  assert.equal(comparison.sentence, 'Still leak: 2 unchanged.');
});

test('a cause that a clean run no longer has is fixed', () => {
  const after = { ...cleanReport, loop: leakReport.loop };
  const comparison = compareReports(leakReport, after);
  assert.equal(comparison.sentence, 'Was leak, now clean: 2 fixed.');
  assert.deepEqual(comparison.causes[0], {
    fingerprint: byId.fingerprint,
    change: 'fixed',
    holder: 'byId (Map)',
    before: { objectsPerCall: 1, bytesPerCall: 452 },
    sentence: 'byId (Map): fixed, kept 1 Session per call (452 B) before',
  });
});

test('lines may move: causes are matched by fingerprint only', () => {
  const moved = structuredClone(byId);
  const site = { ...moved.growthSite!, location: { ...moved.growthSite!.location, line: 99 } };
  const after = { ...leakReport, suspects: [{ ...moved, growthSite: site }, onTick] };
  assert.deepEqual(changes(leakReport, after), [
    'byId (Map) unchanged',
    "bus 'tick' listeners unchanged",
  ]);
});

test('better, worse and new are told apart by bytes per call', () => {
  const after = {
    ...leakReport,
    suspects: [
      { ...onTick, bytesPerCall: 500 },
      { ...byId, bytesPerCall: 100, objectsPerCall: 0.25 },
      { ...byId, fingerprint: 'other', leakRoot: { name: 'cache', type: 'Object' } },
    ],
  };
  assert.deepEqual(changes(leakReport, after), [
    "bus 'tick' listeners worse",
    'byId (Map) better',
    'cache (Object) new',
  ]);
  const sentence = compareReports(leakReport, after).causes[1]?.sentence;
  assert.equal(
    sentence,
    'byId (Map): better, keeps 1 Session every 4 calls (100 B), before 1 Session per call (452 B)',
  );
});

test('a few per cent are no change, and objects decide where bytes are equal', () => {
  const nearly = { ...leakReport, suspects: [{ ...byId, bytesPerCall: 470 }, onTick] };
  assert.deepEqual(changes(leakReport, nearly)[0], 'byId (Map) unchanged');
  const numbers = { ...byId, bytesPerCall: 0 };
  assert.deepEqual(
    changes(
      { ...leakReport, suspects: [numbers] },
      { ...leakReport, suspects: [{ ...numbers, objectsPerCall: 0.5 }] },
    ),
    ['byId (Map) better'],
  );
});

test('absence from a run that could not tell is never called fixed', () => {
  const unclear = compareReports(leakReport, { ...unclearReport, loop: leakReport.loop });
  assert.deepEqual(
    unclear.causes.map(({ change }) => change),
    ['unknown', 'unknown'],
  );
  assert.equal(unclear.sentence, 'Was leak, now unclear: 2 not proven fixed.');
  assert.match(unclear.causes[0]?.sentence ?? '', /not proven fixed: the second run was unclear/);
  const unexplained = { ...leakReport, suspects: [] };
  assert.deepEqual(changes(leakReport, unexplained), [
    'byId (Map) unknown',
    "bus 'tick' listeners unknown",
  ]);
});

test('a rare leak is not fixed by a second run of too few calls', () => {
  const rare = { ...leakReport, suspects: [{ ...byId, objectsPerCall: 0.005 }] };
  assert.deepEqual(changes(rare, cleanReport), ['byId (Map) unknown']);
  assert.deepEqual(changes(rare, { ...cleanReport, loop: leakReport.loop }), ['byId (Map) fixed']);
});

test('suspects of one fingerprint count together', () => {
  const twice = { ...leakReport, suspects: [byId, byId] };
  assert.deepEqual(changes(twice, { ...leakReport, suspects: [byId] }), ['byId (Map) better']);
});
