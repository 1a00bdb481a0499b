import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinInsideNode } from '../../src/core/causes/insideNode';
import type { GrowthSite, Suspect } from '../../src/core/report/report';
import { leakReport } from './sampleReports';

const [sample] = leakReport.suspects;

function suspect(type: string, bytes: number, more: Partial<Suspect>): Suspect {
  const { heldBy, leakRoot, chain, confidence, survivorsPerBatch } = sample!;
  return {
    type: { name: type, kind: 'object' },
    objectsPerCall: 1,
    bytesPerCall: bytes,
    exclusiveBytesPerCall: bytes - 10,
    survivorsPerBatch,
    confidence,
    heldBy,
    leakRoot,
    chain,
    passengers: [{ type: 'string', objectsPerCall: 1, bytesPerCall: 20 }],
    alsoHeldBy: [],
    fingerprint: type,
    ...more,
  };
}

function addedAt(line: number): GrowthSite {
  const location = { file: '/app/start.js', line, column: 3 };
  return { location, stack: [{ function: 'start', location }], how: 'watched' };
}

const inNode = {
  heldBy: 'JavaScript',
  leakRoot: {
    name: 'ports',
    type: 'Map',
    location: { file: 'node:internal/ports', line: 1, column: 1 },
  },
} as const;
const inNative = { heldBy: 'native', leakRoot: { name: 'native code', type: '' } } as const;

test('what Node keeps in several places because of one line is one cause', () => {
  const joined = joinInsideNode([
    suspect('Worker', 400, { ...inNative, growthSite: addedAt(7) }),
    suspect('MessagePort', 300, { ...inNode, growthSite: addedAt(7) }),
    suspect('string', 200, { ...inNode }),
  ]);
  assert.equal(joined.length, 1);
  const [{ type, bytesPerCall, exclusiveBytesPerCall, passengers }] = joined as [Suspect];
  assert.deepEqual([type.name, bytesPerCall, exclusiveBytesPerCall], ['Worker', 880, 870]);
  assert.deepEqual(
    passengers.map((each) => [each.type, each.objectsPerCall, each.bytesPerCall]),
    [
      ['MessagePort', 1, 290],
      ['string', 2, 210],
    ],
  );
});

test('the line that was seen of one of them is the line of all', () => {
  const [joined] = joinInsideNode([
    suspect('ModuleJob', 400, { ...inNode }),
    suspect('Object', 300, { ...inNode, growthSite: addedAt(2) }),
  ]);
  assert.deepEqual([joined?.type.name, joined?.growthSite?.location.line], ['ModuleJob', 2]);
});

test('other lines, and holders of the program, are causes of their own; whom they name stays known', () => {
  const joined = joinInsideNode([
    suspect('Session', 500, { growthSite: addedAt(7), alsoHeldBy: ['MessagePort'] }),
    suspect('Worker', 400, { ...inNative, growthSite: addedAt(7) }),
    suspect('MessagePort', 300, {
      ...inNode,
      growthSite: addedAt(7),
      alsoHeldBy: ['Session', 'Worker'],
    }),
    suspect('Channel', 200, { ...inNode, growthSite: addedAt(9) }),
    suspect('Timer', 100, { ...inNode }),
  ]);
  assert.deepEqual(
    joined.map(({ fingerprint, alsoHeldBy }) => [fingerprint, ...alsoHeldBy]),
    [['Worker', 'Session'], ['Session', 'Worker'], ['Channel'], ['Timer']],
  );
});
