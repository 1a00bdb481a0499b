import assert from 'node:assert/strict';
import test from 'node:test';
import { compareReports } from '../../src/core/report/compareReports';
import { describeHolder } from '../../src/core/report/describeCause';
import type { LeakReport } from '../../src/core/report/report';
import { cleanReport, leakReport, unclearReport } from './sampleReports';

const [byId, onTick] = leakReport.suspects as [
  LeakReport['suspects'][number],
  LeakReport['suspects'][number],
];

function changes(before: LeakReport, after: LeakReport): string[] {
  const all = [...after.suspects, ...before.suspects];
  return compareReports(before, after).map(({ fingerprint, change }) => {
    const suspect = all.find((each) => each.fingerprint === fingerprint);
    return `${suspect === undefined ? '?' : describeHolder(suspect)} ${change}`;
  });
}

test('the same report twice is unchanged', () => {
  assert.deepEqual(changes(leakReport, leakReport), [
    'byId (Map) unchanged',
    "bus 'tick' listeners unchanged",
  ]);
});

test('a cause that a clean run no longer has is fixed', () => {
  const after = { ...cleanReport, loop: leakReport.loop };
  assert.deepEqual(changes(leakReport, after), ['byId (Map) fixed', "bus 'tick' listeners fixed"]);
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
  const unknown = ['byId (Map) unknown', "bus 'tick' listeners unknown"];
  assert.deepEqual(changes(leakReport, { ...unclearReport, loop: leakReport.loop }), unknown);
  const unexplained = { ...leakReport, suspects: [] };
  assert.deepEqual(changes(leakReport, unexplained), unknown);
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
