import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import type { ChainLink, LeakReport, Suspect } from '../../src/core/report';
import { diagnose } from '../../src/diagnose';
import { assertValidReport } from '../core/validateReport';
import {
  anyOf,
  fixtureExpectations,
  fixturePath,
  fixtureRequest,
  markedLines,
  strippingNode,
  type FixtureExpectation,
} from './fixtureExpectations';

for (const fixture of fixtureExpectations()) {
  const node = fixture.stripsTypes ? strippingNode() : undefined;
  const skip = fixture.stripsTypes === true && node === undefined && 'no Node that strips types';
  test(sentence(fixture), { skip }, async () => {
    const report = await diagnose(fixtureRequest(fixture, node));
    assertValidReport(report);
    const story = `${report.reason}\n${report.warnings.join('\n')}`;
    assert.ok(anyOf(fixture.verdict).includes(report.verdict), `${report.verdict}: ${story}`);
    assertRun(report, fixture);
    if (report.verdict === 'leak') assertLeak(report, fixture);
    else assertNoLeak(report, fixture);
  });
}

test('the compiled TypeScript fixtures are what the compiler makes of their sources', () => {
  for (const name of ['invoices', 'invoicesFixed']) {
    const source = `typescript/compiled/src/${name}.ts`;
    const { outputText } = ts.transpileModule(read(source), {
      fileName: `${name}.ts`,
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.CommonJS,
        sourceMap: true,
      },
    });
    assert.equal(outputText.trim(), read(`typescript/compiled/build/${name}.js`).trim());
  }
});

test('every leak fixture marks one line that grows, and none of the others does', () => {
  for (const { file, verdict } of fixtureExpectations()) {
    assert.equal(markedLines(file, 'grows').length, verdict === 'leak' ? 1 : 0, file);
  }
});

function sentence({ file, function: chosen, verdict, type, holder }: FixtureExpectation): string {
  const what = chosen.startsWith('#') ? chosen.slice(1) : `the function ${chosen || 'exported'}`;
  if (verdict !== 'leak') return `${file}: ${what} is ${anyOf(verdict).join(' or ')}`;
  return `${file}: ${what} leaks ${anyOf(type)[0]}, held by ${anyOf(holder)[0]}`;
}

function assertRun(report: LeakReport, fixture: FixtureExpectation): void {
  const { function: looped, loop, activeResources } = report;
  assert.equal(looped.location.file, fixturePath(fixture.file));
  if (fixture.function.startsWith('#')) assert.equal(looped.name, fixture.function.slice(1));
  assert.equal(loop.threw !== undefined, fixture.throws === true, 'calls that threw are reported');
  for (const kind of fixture.activeBefore ?? []) {
    assert.ok((activeResources[kind]?.before ?? 0) > 0, `${kind} was active before the loop`);
  }
}

function assertNoLeak(report: LeakReport, { bound, nothingGrows }: FixtureExpectation): void {
  if (report.verdict === 'clean') {
    assert.deepEqual(report.suspects, []);
    assert.equal(report.phases.snapshot, undefined, 'a clean function costs no snapshot');
  }
  if (report.verdict === 'bounded' && bound !== undefined) assertBound(report.reason, bound);
  if (nothingGrows) assert.equal(report.perCall.objects, 0);
}

/** The reason states the bound found: the same order of magnitude, in words that a person reads. */
function assertBound(reason: string, bound: number): void {
  const stated = [...reason.matchAll(/\d[\d,]*/g)].map(([digits]) =>
    Number(digits.replace(/,/g, '')),
  );
  assert.ok(
    stated.some((figure) => figure >= bound / 2 && figure <= bound * 4),
    `a bound of ${bound} is stated: ${reason}`,
  );
}

function assertLeak(report: LeakReport, fixture: FixtureExpectation): void {
  const suspect = report.suspects[0];
  assert.ok(suspect, 'a leak has a suspect');
  assertOneOf(suspect.type.name, fixture.type, 'type');
  assertOneOf(suspect.type.kind, fixture.typeKind, 'kind of type');
  assertPerCall(report, suspect, fixture);
  assertHolder(suspect, fixture);
  assertGrowthSite(suspect, fixture);
  assertChain(suspect);
}

function assertPerCall(report: LeakReport, suspect: Suspect, fixture: FixtureExpectation): void {
  const { objectsPerCall: objects, externalBytesPerCall: external } = fixture;
  if (objects !== undefined) assertNear(suspect.objectsPerCall, objects, 'objects per call');
  if (external !== undefined) assertNear(report.perCall.externalBytes, external, 'external bytes');
  assert.ok(suspect.bytesPerCall > 0, 'bytes per call');
}

function assertHolder(suspect: Suspect, fixture: FixtureExpectation): void {
  const { leakRoot, heldBy } = suspect;
  assertOneOf(leakRoot.name, fixture.holder, 'holder');
  assertOneOf(leakRoot.type, fixture.holderType, "holder's type");
  assertOneOf(heldBy, fixture.heldBy, 'held by');
  if (leakRoot.size !== undefined) assert.ok(leakRoot.size.after > leakRoot.size.before, 'size');
  const [line] = markedLines(fixture.file, 'held here');
  if (line === undefined) return; // timers are held by Node itself
  assert.ok(leakRoot.location, 'where the holder is declared');
  assert.deepEqual(place(leakRoot.location), `${basename(fixture.file)}:${line}`, 'holder');
}

function assertGrowthSite({ growthSite }: Suspect, fixture: FixtureExpectation): void {
  assert.ok(growthSite, 'the line that grows');
  const [line] = markedLines(fixture.file, 'grows');
  assert.equal(place(growthSite.location), `${basename(fixture.file)}:${line}`, 'line that grows');
  assertOneOf(growthSite.how, fixture.how, 'how the line was found');
}

function assertChain({ chain, leakRoot }: Suspect): void {
  assert.equal(chain[0]?.edge.kind, 'root', 'a chain starts at a root');
  const roots = chain.filter((link: ChainLink) => link.leakRoot === true);
  assert.deepEqual(
    roots.map(({ bornIn }) => bornIn),
    ['before'],
    `one leak root: ${leakRoot.name}`,
  );
  assert.notEqual(chain.at(-1)?.bornIn, 'before', 'a chain ends at a survivor');
}

function assertOneOf<T extends string>(
  actual: T,
  expected: T | readonly T[] | undefined,
  what: string,
): void {
  if (expected === undefined) return;
  const fits = anyOf(expected).some((each) => isPattern(each, actual) || each === actual);
  assert.ok(fits, `${what}: ${actual}, not ${anyOf(expected).join(' or ')}`);
}

function isPattern(expected: string, actual: string): boolean {
  const pattern = /^\/(.*)\/([a-z]*)$/.exec(expected);
  return pattern !== null && new RegExp(pattern[1]!, pattern[2]).test(actual);
}

function assertNear(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= expected * 0.1, `${what}: ${actual}, not ${expected}`);
}

function place({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${basename(file)}:${line}`;
}

function read(file: string): string {
  return readFileSync(fixturePath(file), 'utf8');
}
