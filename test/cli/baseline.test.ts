import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { Baseline } from '../../src/checks/baseline';
import type { CheckResult } from '../../src/core/report/checkResult';
import { UsageError } from '../../src/errors';
import { cleanReport, leakReport, unclearReport } from '../core/sampleReports';

const folder = mkdtempSync(join(tmpdir(), 'leak-loop-baseline-'));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'api', 'checks'), { recursive: true });
writeFileSync(join(folder, 'api', 'checks', 'a.leak.js'), '');

const file = join(folder, 'leak-baseline.json');
/** The command ran in a folder below that of the baseline. */
const leak: CheckResult = {
  file: 'checks/a.leak.js',
  cwd: join(folder, 'api'),
  name: 'a',
  report: leakReport,
};
const [byMap, byListener] = leakReport.suspects.map(({ fingerprint }) => fingerprint);
assert.ok(byMap !== undefined && byListener !== undefined);

function entry(fingerprint: string, reason = 'known', check = 'api/checks/a.leak.js') {
  return { fingerprint, check, reason };
}

function reading(text: string): () => Baseline {
  return () => {
    writeFileSync(file, text);
    return Baseline.read(file);
  };
}

test('a leak is accepted where each of its causes is, with the reasons', () => {
  const both = new Baseline(file, [entry(byMap, 'cache until 2.0'), entry(byListener, 'tick')]);
  assert.equal(both.accept(leak).accepted, 'cache until 2.0; tick');
  const same = new Baseline(file, [entry(byMap), entry(byListener)]);
  assert.equal(same.accept(leak).accepted, 'known');
});

test('one cause that is not known, or is of another check, and it is a leak', () => {
  const partly = new Baseline(file, [entry(byMap)]).accept(leak);
  assert.equal(partly.accepted, undefined);
  assert.deepEqual(
    partly.report?.suspects.map(({ accepted }) => accepted),
    ['known', undefined],
    'each cause says so by itself',
  );
  const other = [entry(byMap), entry(byListener, 'known', 'api/checks/b.leak.js')];
  assert.equal(new Baseline(file, other).accept(leak).accepted, undefined);
});

test('a leak of which no cause was found cannot be accepted', () => {
  const unexplained = { ...leak, report: { ...leakReport, suspects: [] } };
  assert.equal(new Baseline(file, []).accept(unexplained).accepted, undefined);
});

test('an entry is stale where its cause is no longer found, or its check is gone', () => {
  const baseline = new Baseline(file, [
    entry(byMap),
    entry('other (Map) > Thing'),
    entry(byMap, 'known', 'api/checks/gone.leak.js'),
  ]);
  const [, other, gone] = baseline.entries;
  assert.deepEqual(baseline.stale([leak]), [other, gone]);
  assert.deepEqual(baseline.stale([]), [gone], 'checks of another part of a matrix are not judged');
  const clean = { ...leak, report: cleanReport };
  assert.deepEqual(baseline.stale([clean]), baseline.entries);
  assert.deepEqual(baseline.stale([{ ...leak, report: unclearReport }]), [gone]);
});

test('an update adds what is found, keeps reasons, drops what is stale, and is accepted', () => {
  const before = new Baseline(file, [entry(byMap, 'cache until 2.0'), entry('other')]);
  const twice = { ...leakReport, suspects: [...leakReport.suspects, ...leakReport.suspects] };
  const updated = before.updated([{ ...leak, report: twice }], '2026-11-25');
  assert.deepEqual(updated.entries, [
    entry(byMap, 'cache until 2.0'),
    entry(byListener, 'accepted on 2026-11-25: say why'),
  ]);
  writeFileSync(file, updated.text);
  const read = Baseline.read(file);
  assert.deepEqual(read.entries, updated.entries);
  assert.match(read.accept(leak).accepted ?? '', /^cache until 2\.0; accepted on 2026-11-25/);
  assert.match(readFileSync(file, 'utf8'), /^\[\n {2}\{\n {4}"fingerprint"/);
});

test('a baseline that is none, or does not say why, is refused with the remedy', () => {
  for (const [text, message] of [
    ['{', /cannot be read: .* Correct it/],
    ['{}', /must be a JSON list .* --update-baseline writes one/],
    ['[1]', /entry 1 needs "fingerprint" and "check"/],
    ['[null]', /entry 1 needs "fingerprint" and "check"/],
    [
      JSON.stringify([entry(byMap), entry(byMap, ' ')]),
      /entry 2 \(api\/.*\) has no reason: say in/,
    ],
    [JSON.stringify([{ fingerprint: 'a', check: 'b' }]), /has no reason/],
  ] as const) {
    assert.throws(reading(text), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, message);
      return true;
    });
  }
});
