import { Ajv2020 } from 'ajv/dist/2020';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LeakReport } from '../../src/core/report/report';
import { textOf } from '../../src/core/report/sentence';

/** Where the schema is; tests run in the project's folder. */
export const schemaFile = join(process.cwd(), 'docs', 'report.schema.json');

const validate = new Ajv2020({ allErrors: true }).compile<LeakReport>(
  JSON.parse(readFileSync(schemaFile, 'utf8')) as object,
);

/** What is wrong with a report according to docs/report.schema.json, one line each. */
export function schemaErrors(report: unknown): string[] {
  return validate(report)
    ? []
    : (validate.errors ?? []).map(
        ({ instancePath, message }) => `${instancePath} ${message ?? ''}`,
      );
}

/**
 * Asserts that a report is one: the schema, and what a schema cannot say (plain JSON, calls add
 * up, most bytes first, fingerprints refer to suspects, a leak has a reason to be one).
 */
export function assertValidReport(report: unknown): asserts report is LeakReport {
  assert.deepEqual(schemaErrors(report), []);
  assertConsistent(report as LeakReport);
}

function assertConsistent(report: LeakReport): void {
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report, 'survives JSON');
  const calls = report.loop.batches.reduce((sum, batch) => sum + batch.calls, 0);
  assert.equal(report.loop.calls, calls, 'calls are those of the batches');
  assertComposed(report);
  const bytes = report.suspects.map((suspect) => suspect.bytesPerCall);
  assert.deepEqual(
    bytes,
    [...bytes].sort((a, b) => b - a),
    'most bytes per call first',
  );
  const known = new Set(report.suspects.map((suspect) => suspect.fingerprint));
  for (const { alsoHeldBy, fingerprint } of report.suspects) {
    assert.ok(!alsoHeldBy.includes(fingerprint), 'a suspect is not its own other holder');
    assert.deepEqual(
      alsoHeldBy.filter((other) => !known.has(other)),
      [],
      'other holders are suspects',
    );
  }
  if (report.verdict === 'clean') {
    assert.deepEqual(report.suspects, [], 'a clean function has no suspects');
  }
}

/** What a translator is given says the same as the text. */
function assertComposed({ wording, suspects, ...report }: LeakReport): void {
  if (wording !== undefined) {
    assert.equal(textOf(wording.reason), report.reason);
    assert.deepEqual(wording.notExcluded.map(textOf), report.notExcluded);
    assert.deepEqual(wording.warnings.map(textOf), report.warnings);
  }
  for (const { advice, wording: own } of suspects) {
    if (own?.advice !== undefined) assert.equal(textOf(own.advice), advice);
  }
}
