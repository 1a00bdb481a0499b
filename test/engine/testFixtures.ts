import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { test } from 'node:test';
import type { LeakReport, Location, Suspect } from '../../src/core/report/report';
import { growsItself } from '../../src/core/report/describeCause';
import { diagnose } from '../../src/diagnose';
import { assertValidReport } from '../core/validateReport';
import {
  anyOf,
  fixtureExpectations,
  fixtureLimits,
  fixturePath,
  fixtureRequest,
  markedLines,
  strippingNode,
  type FixtureExpectation,
} from './fixtureExpectations';

/** One test for each fixture of an area, a file of test/fixtures/expectations. */
export function testFixtures(area: string): void {
  for (const fixture of fixtureExpectations(area)) {
    const node = fixture.stripsTypes ? strippingNode() : undefined;
    const skip = fixture.stripsTypes === true && node === undefined && 'no Node that strips types';
    test(sentence(fixture), { skip }, async () => {
      const patience = AbortSignal.timeout(60_000); // an engine that hangs fails its test only
      const report = await diagnose(fixtureRequest(fixture, node), {}, patience);
      assertValidReport(report);
      const story = [report.reason, ...report.warnings].join('\n');
      assert.deepEqual(differences(report, fixture), [], story);
    });
  }
}

function sentence(fixture: FixtureExpectation): string {
  const { file, function: chosen, verdict, type, holder, about } = fixture;
  const what = chosen.startsWith('#') ? chosen.slice(1) : `the function ${chosen || 'exported'}`;
  const start = `${file}: ${what}${about === undefined ? '' : `, ${about},`}`;
  if (verdict !== 'leak') return `${start} is ${anyOf(verdict).join(' or ')}`;
  return `${start} leaks ${anyOf(type)[0]}, held by ${anyOf(holder)[0]}`;
}

/** What is not as expected, one line each: all of it at once tells more than the first. */
function differences(report: LeakReport, fixture: FixtureExpectation): string[] {
  return [
    ...check(isRight(report, fixture), `verdict: ${report.verdict}`),
    ...runDifferences(report, fixture),
    ...(fixture.verdict === 'leak'
      ? leakDifferences(report, fixture)
      : healthDifferences(report, fixture)),
  ];
}

/**
 * What V8 keeps of code that gets warm is bounded, and at times enough to be called so; only of a
 * function that makes nothing at all it has to be called clean.
 */
function isRight({ verdict }: LeakReport, fixture: FixtureExpectation): boolean {
  const expected = anyOf(fixture.verdict);
  const mayBeWarm = expected.includes('clean') && fixture.nothingGrows !== true;
  return expected.includes(verdict) || (mayBeWarm && verdict === 'bounded');
}

function runDifferences(report: LeakReport, fixture: FixtureExpectation): string[] {
  const { function: looped, loop, activeResources } = report;
  const name = fixture.function.startsWith('#') ? fixture.function.slice(1) : undefined;
  return [
    ...isOneOf(looped.location.file, fixturePath(fixture.file), "function's file"),
    ...isOneOf(looped.name, name, "function's name"),
    ...check((loop.threw !== undefined) === (fixture.throws === true), 'calls that threw'),
    ...check((loop.threw?.calls ?? 0) <= loop.calls, 'calls that threw and were not counted'),
    ...check(
      fixture.slower === undefined || (report.slowdown !== undefined) === fixture.slower,
      `calls that take longer: ${JSON.stringify(report.slowdown)}`,
    ),
    ...(fixture.activeBefore ?? []).flatMap((kind) =>
      check((activeResources[kind]?.before ?? 0) > 0, `${kind} was active before the loop`),
    ),
  ];
}

function healthDifferences(report: LeakReport, fixture: FixtureExpectation): string[] {
  const { verdict, suspects, phases, perCall, reason, allocatedIn } = report;
  const { bound } = fixture;
  const { timeBudgetMillis, maxCalls } = fixtureLimits(fixture);
  // On a machine that is busy enough, what would be decided a moment later is asked of the heap; so is
  // what keeps something and is not decided by the last call that may be made.
  const mayBeUndecided = anyOf(fixture.verdict).includes('bounded');
  // What seems bounded may be V8's own: the heap tells.
  const mayBeLookedAt = mayBeUndecided || fixture.mayCostSnapshot === true;
  const ranOut =
    (phases.loop ?? 0) >= timeBudgetMillis || (mayBeUndecided && report.loop.calls >= maxCalls);
  return [
    ...check(suspects.length === 0, `suspects: ${suspects.map(({ type }) => type.name).join()}`),
    ...check(
      phases.snapshot === undefined || mayBeLookedAt || ranOut,
      'a function that is seen to keep nothing costs no snapshot',
    ),
    ...check(
      phases.watch === undefined || fixture.mayCostSnapshot === true || ranOut,
      'a function that is seen not to leak is not watched',
    ),
    ...check(!fixture.nothingGrows || perCall.objects === 0, `objects/call: ${perCall.objects}`),
    ...check(verdict !== 'bounded' || bound === undefined || states(reason, bound), 'bound'),
    ...check(
      verdict !== 'bounded' || bound === undefined || isAllocatedIn(report, fixture),
      `allocated in ${JSON.stringify(allocatedIn)}`,
    ),
  ];
}

/** Where to look for what is bounded, beside what Node and packages allocate for it; nowhere where the arguments are kept. */
function isAllocatedIn({ allocatedIn = [] }: LeakReport, fixture: FixtureExpectation): boolean {
  return (
    fixture.keepsArguments === true ||
    allocatedIn.some(({ location }) => location.file.endsWith(fixture.file))
  );
}

/**
 * Whether a text states a figure of the same order of magnitude: an entry is a handful of objects, and
 * what V8 keeps for code that got warm comes on top (a cache of five was measured with 15 to 43).
 */
function states(reason: string, bound: number): boolean {
  return [...reason.matchAll(/\d[\d,]*/g)]
    .map(([digits]) => Number(digits.replace(/,/g, '')))
    .some((figure) => figure >= bound / 2 && figure <= bound * 6 + 20);
}

function leakDifferences(report: LeakReport, fixture: FixtureExpectation): string[] {
  const [suspect] = report.suspects;
  if (suspect === undefined) return ['no suspect'];
  const { type, leakRoot, growthSite } = suspect;
  return [
    ...isOneOf(type.name, fixture.type, 'type'),
    ...isOneOf(report.arguments ?? 'not told', fixture.arguments, 'grows with'),
    ...isOneOf(type.kind, fixture.typeKind, 'kind of type'),
    ...check(suspect.bytesPerCall > 0 !== (fixture.takesNoMemory === true), 'bytes per call'),
    ...isNear(suspect.objectsPerCall, fixture.objectsPerCall, 'objects per call'),
    ...isNear(
      report.perCall.externalBytes,
      fixture.externalBytesPerCall,
      'external bytes per call',
    ),
    ...isOneOf(leakRoot.name, fixture.holder, 'holder'),
    ...isOneOf(leakRoot.type, fixture.holderType, "holder's type"),
    ...isOneOf(suspect.heldBy, fixture.heldBy, 'held by'),
    ...isOneOf(capturedFirst(suspect), fixture.captured, 'captured variable'),
    ...isOneOf(suspect.advice ?? 'none', fixture.advice, 'advice'),
    ...isOneOf(place(leakRoot.location), marked(fixture, 'held here'), "holder's line"),
    ...check((leakRoot.size?.after ?? 1) > (leakRoot.size?.before ?? 0), "holder's size grows"),
    ...isOneOf(place(growthSite?.location), marked(fixture, 'grows'), 'line that grows'),
    ...isOneOf(growthSite?.how ?? 'nowhere', fixture.how, 'how the line was found'),
    ...chainDifferences(suspect),
  ];
}

function capturedFirst({ captured: [first] = [] }: Suspect): string {
  if (first === undefined) return 'none';
  const { name, usedBy } = first;
  if (usedBy === undefined) return name;
  return usedBy.length === 0 ? `${name}, never read` : `${name}, used by ${usedBy.join(', ')}`;
}

function chainDifferences(suspect: Suspect): string[] {
  const { chain, type } = suspect;
  // A number is no object, nor is what native code keeps, and a buffer can grow itself: the chain ends
  // at the container.
  const isNoObject = type.kind === 'number' || type.name === 'native memory';
  const endsAtOld = isNoObject || growsItself(suspect);
  const roots = chain.filter(({ leakRoot }) => leakRoot === true);
  return [
    ...check(chain[0]?.edge.kind === 'root', 'the chain starts at a root'),
    ...check(roots.length === 1 && roots[0]!.bornIn === 'before', 'one leak root, an old one'),
    ...check((chain.at(-1)?.bornIn === 'before') === endsAtOld, 'the chain ends at a survivor'),
  ];
}

function check(isSo: boolean, what: string): string[] {
  return isSo ? [] : [what];
}

function isOneOf(
  actual: string,
  expected: string | readonly string[] | undefined,
  what: string,
): string[] {
  if (expected === undefined) return [];
  const fits = anyOf(expected).some((each) => isPattern(each, actual) || each === actual);
  return check(fits, `${what}: ${actual}, not ${anyOf(expected).join(' or ')}`);
}

function isNear(actual: number, expected: number | undefined, what: string): string[] {
  if (expected === undefined) return [];
  const isClose = Math.abs(actual - expected) <= expected * 0.1;
  return check(isClose, `${what}: ${actual}, not ${expected}`);
}

function isPattern(expected: string, actual: string): boolean {
  const pattern = /^\/(.*)\/([a-z]*)$/.exec(expected);
  return pattern !== null && new RegExp(pattern[1]!, pattern[2]).test(actual);
}

function marked({ file }: FixtureExpectation, mark: 'grows' | 'held here'): string | undefined {
  const [line] = markedLines(file, mark);
  return line === undefined ? undefined : `${basename(file)}:${line}`; // Node itself holds timers
}

function place(location: Location | undefined): string {
  return location === undefined ? 'nowhere' : `${basename(location.file)}:${location.line}`;
}
