import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import ts from 'typescript';
import type { LeakReport } from '../../src/core/report/report';
import { cleanReport, leakReport, sampleReports } from './sampleReports';
import { assertValidReport, schemaErrors, schemaFile } from './validateReport';

for (const [name, report] of Object.entries(sampleReports)) {
  test(`the ${name} sample report follows the schema`, () => {
    assertValidReport(report);
  });
}

test('a report with fields of a later version still follows the schema', () => {
  assert.deepEqual(schemaErrors({ ...leakReport, worker: 'main' }), []);
});

const breakages: Readonly<Record<string, (report: Mutable<LeakReport>) => void>> = {
  'no verdict': (report) => delete (report as Partial<Mutable<LeakReport>>).verdict,
  'a verdict that does not exist': (report) => (report.verdict = 'maybe' as 'leak'),
  'another version': (report) => ((report as { version: number }).version = 2),
  'a line 0': (report) => (report.function.location.line = 0),
  'a relative path': (report) => (report.function.location.file = 'sessions.js'),
  'half a call': (report) => (report.loop.calls = 0.5),
  'a confidence of 2': (report) => (report.suspects[0]!.confidence = 2),
  'a chain with two leak roots': (report) => (report.suspects[0]!.chain[0]!.leakRoot = true),
  'a suspect without a chain': (report) =>
    delete (report.suspects[0] as Partial<Mutable<LeakReport>['suspects'][0]>).chain,
  'an unknown phase': (report) => ((report.phases as Record<string, number>)['lunch'] = 1),
  'an empty reason': (report) => (report.reason = ''),
  'a birth after never': (report) =>
    ((report.suspects[0]!.chain[0] as { bornIn: unknown }).bornIn = 'never'),
};

for (const [name, damage] of Object.entries(breakages)) {
  test(`a report with ${name} is rejected`, () => {
    const report = structuredClone(leakReport) as Mutable<LeakReport>;
    damage(report);
    assert.notDeepEqual(schemaErrors(report), []);
    assert.throws(() => {
      assertValidReport(report);
    });
  });
}

test('what a schema cannot say is asserted as well', () => {
  const [first, second] = leakReport.suspects;
  const wrong: Readonly<Record<string, LeakReport>> = {
    'calls that do not add up': { ...cleanReport, loop: { ...cleanReport.loop, calls: 7 } },
    'fewest bytes first': { ...leakReport, suspects: [second!, first!] },
    'an unknown other holder': { ...leakReport, suspects: [{ ...first!, alsoHeldBy: ['nobody'] }] },
    'a clean leak': { ...leakReport, verdict: 'clean' },
  };
  for (const [name, report] of Object.entries(wrong)) {
    assert.deepEqual(schemaErrors(report), [], name);
    assert.throws(() => {
      assertValidReport(report);
    }, name);
  }
});

test('the schema and the types name the same fields, the same optional ones and the same words', () => {
  const { interfaces, unions } = readTypes(join(process.cwd(), 'src/core/report/report.ts'));
  const { $defs } = JSON.parse(readFileSync(schemaFile, 'utf8')) as { $defs: Record<string, Def> };
  for (const [name, fields] of interfaces) {
    const definition = $defs[name];
    assert.ok(definition, `the schema defines ${name}`);
    assert.deepEqual(
      Object.keys(definition.properties ?? {}).sort(),
      [...fields.keys()].sort(),
      name,
    );
    const required = [...fields].filter(([, isRequired]) => isRequired).map(([field]) => field);
    assert.deepEqual([...(definition.required ?? [])].sort(), required.sort(), `${name} required`);
  }
  for (const [name, words] of unions) {
    assert.deepEqual([...($defs[name]?.enum ?? [])].sort(), words.sort(), name);
  }
  assert.ok(interfaces.size > 10 && unions.size >= 6);
});

interface Def {
  readonly properties?: Record<string, unknown>;
  readonly required?: string[];
  readonly enum?: string[];
}

/** The interfaces of a file (field → required) and its unions of string literals. */
function readTypes(file: string) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const interfaces = new Map<string, Map<string, boolean>>();
  const unions = new Map<string, string[]>();
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement)) {
      const fields = statement.members.filter(ts.isPropertySignature);
      interfaces.set(
        statement.name.text,
        new Map(
          fields.map((field) => [field.name.getText(source), field.questionToken === undefined]),
        ),
      );
    } else if (ts.isTypeAliasDeclaration(statement) && ts.isUnionTypeNode(statement.type)) {
      unions.set(
        statement.name.text,
        statement.type.types.map((type) => type.getText(source).slice(1, -1)),
      );
    }
  }
  return { interfaces, unions };
}

type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };
