import { Ajv2020 } from 'ajv/dist/2020';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckReport } from '../../src/core/report/checkResult';
import { assertValidReport, schemaFile } from './validateReport';

const ajv = new Ajv2020({ allErrors: true });
ajv.addSchema(schemaIn('report.schema.json'), 'report.schema.json');
const validate = ajv.compile<CheckReport>(schemaIn('check.schema.json'));

function schemaIn(name: string): object {
  return JSON.parse(readFileSync(join(schemaFile, '..', name), 'utf8')) as object;
}

/** What is wrong with it according to docs/check.schema.json, one line each. */
export function checkSchemaErrors(report: unknown): string[] {
  return validate(report)
    ? []
    : (validate.errors ?? []).map(
        ({ instancePath, message }) => `${instancePath} ${message ?? ''}`,
      );
}

/** Asserts that it is one, and so are the reports in it. */
export function assertValidCheckReport(report: unknown): asserts report is CheckReport {
  assert.deepEqual(checkSchemaErrors(report), []);
  for (const result of (report as CheckReport).checks) {
    if (result.report !== undefined) assertValidReport(result.report);
  }
}
