import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinInsideOneCall } from '../../src/core/causes/insideOneCall';
import type { GrowthSite, StackFrame, Suspect } from '../../src/core/report/report';
import { leakReport } from './sampleReports';

const [sample] = leakReport.suspects;

function suspect(type: string, bytesPerCall: number, stack: readonly StackFrame[]): Suspect {
  const location = stack.find(({ location: { file } }) => file === app)!.location;
  const growthSite: GrowthSite = { location, stack, how: 'watched' };
  return {
    ...sample!,
    type: { name: type, kind: 'object' },
    bytesPerCall,
    exclusiveBytesPerCall: bytesPerCall,
    growthSite,
    passengers: [],
    alsoHeldBy: [],
    fingerprint: type,
  };
}

const app = '/app/feed.js';

function frame(name: string, file: string, line: number, column = 3): StackFrame {
  return { function: name, location: { file, line, column } };
}

const pipe = frame('pipe', 'node:internal/streams/readable', 933);
const peek = frame('peek', app, 25);

test('what one call into Node or a package adds to several holders is one cause', () => {
  const joined = joinInsideOneCall([
    suspect('Client', 400, [pipe, peek]),
    {
      ...suspect('onend', 100, [frame('once', 'node:events', 660), pipe, peek]),
      leakRoot: { name: "feed 'end' listeners", type: 'Array' },
    },
  ]);
  assert.deepEqual(
    joined.map(({ type, bytesPerCall, passengers, alsoAddedTo }) => [
      type.name,
      bytesPerCall,
      passengers.map((each) => each.type),
      alsoAddedTo?.map(({ name }) => name),
    ]),
    [['Client', 500, ['onend'], ["feed 'end' listeners"]]],
  );
});

test('what only holders that are one cause keep alive is free with that cause', () => {
  const shared = { bytesPerCall: 400, exclusiveBytesPerCall: 0 };
  const [joined] = joinInsideOneCall([
    { ...suspect('Client', 400, [pipe, peek]), ...shared, alsoHeldBy: ['onend'] },
    { ...suspect('onend', 400, [pipe, peek]), ...shared, alsoHeldBy: ['Client'] },
  ]);
  assert.deepEqual(
    [joined!.bytesPerCall, joined!.exclusiveBytesPerCall, joined!.alsoHeldBy],
    [400, 400, []],
  );
});

test('two calls on a line, a call from elsewhere, and statements of the program itself are not', () => {
  const suspects = [
    suspect('Client', 400, [pipe, peek]),
    suspect('Other', 300, [pipe, frame('peek', app, 25, 30)]),
    suspect('Third', 200, [pipe, peek, frame('again', app, 90)]),
    suspect('Entry', 100, [peek]),
    suspect('Twin', 50, [peek]),
  ];
  assert.equal(joinInsideOneCall(suspects).length, suspects.length);
});
