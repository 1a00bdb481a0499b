import type { BatchReport, LeakReport, Location, Suspect } from '../../src/core/report/report';

/** Hand-written, realistic reports for tests of everything to the right of the engine. */

export const sampleFolder = '/home/ada/shop';

const sessionsFile = `${sampleFolder}/sessions.js`;

function at(line: number, column: number, file = sessionsFile): Location {
  return { file, line, column };
}

const batchCalls = [1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8191];

/** Batches as the loop makes them; `survivorsOf` tells how many objects are left of a batch. */
function batches(calls: readonly number[], survivorsOf: (calls: number) => number): BatchReport[] {
  return calls.map((count, index) => ({
    calls: count,
    survivors: survivorsOf(count),
    survivorBytes: survivorsOf(count) * 188,
    heapUsed: 4_812_344 + index * 2_048,
    external: 1_812_390,
    arrayBuffers: 10_515,
    rss: 61_440_000,
    millisPerCall: 0.021,
    gcMillis: 78.4,
  }));
}

const heldByMap: Suspect = {
  type: { name: 'Session', kind: 'object', location: at(8, 7) },
  objectsPerCall: 1,
  bytesPerCall: 452,
  survivorsPerBatch: batchCalls,
  confidence: 0.99,
  heldBy: 'module',
  leakRoot: { name: 'byId', type: 'Map', size: { before: 14, after: 16_397 }, location: at(6, 7) },
  growthSite: {
    location: at(20, 8),
    stack: [{ function: 'handleRequest', location: at(20, 8) }],
    how: 'watched',
  },
  allocationSite: {
    location: at(9, 10),
    stack: [
      { function: 'openSession', location: at(9, 10) },
      { function: 'handleRequest', location: at(19, 19) },
    ],
  },
  passengers: [
    { type: 'Buffer', objectsPerCall: 1, bytesPerCall: 280 },
    { type: 'string', objectsPerCall: 2, bytesPerCall: 72 },
  ],
  chain: [
    {
      edge: { kind: 'root', name: '(GC roots)' },
      type: 'Module',
      label: 'sessions.js',
      id: 11_203,
      bornIn: 'before',
      selfSize: 192,
      retainedSize: 7_405_912,
      referrers: 2,
      location: at(1, 1),
    },
    {
      edge: { kind: 'context', name: 'byId' },
      type: 'Map',
      label: 'byId',
      id: 11_771,
      bornIn: 'before',
      selfSize: 32,
      retainedSize: 7_405_116,
      referrers: 1,
      location: at(6, 7),
      leakRoot: true,
    },
    {
      edge: { kind: 'internal', name: 'table' },
      type: 'Array',
      label: 'table',
      id: 11_773,
      bornIn: 14,
      selfSize: 524_328,
      retainedSize: 7_405_084,
      referrers: 1,
      internal: true,
    },
    {
      edge: { kind: 'value', name: '1' },
      type: 'Session',
      label: 'byId.get(…)',
      id: 40_117,
      bornIn: 0,
      selfSize: 56,
      retainedSize: 452,
      referrers: 2,
    },
  ],
  alsoHeldBy: ['listener:bus.tick>onTick>session'],
  fingerprint: 'module:sessions.js>byId>value:Session',
};

const heldByListener: Suspect = {
  type: { name: 'onTick', kind: 'closure', location: at(21, 18) },
  objectsPerCall: 1,
  bytesPerCall: 112,
  survivorsPerBatch: batchCalls,
  confidence: 0.97,
  heldBy: 'listener',
  leakRoot: {
    name: "bus 'tick' listeners",
    type: 'Array',
    size: { before: 0, after: 16_383 },
    location: at(4, 7),
  },
  growthSite: {
    location: at(21, 7),
    stack: [{ function: 'handleRequest', location: at(21, 7) }],
    how: 'watched',
  },
  allocationSite: {
    location: at(21, 18),
    stack: [{ function: 'handleRequest', location: at(21, 18) }],
  },
  passengers: [],
  captured: [
    { name: 'request', location: at(18, 25), retainedSize: 1_204, usedBy: [] },
    { name: 'session', location: at(19, 9), retainedSize: 452, usedBy: ['onTick', 'refresh'] },
    { name: 'options', location: at(18, 34), retainedSize: 88 },
  ],
  chain: [
    {
      edge: { kind: 'root', name: '(GC roots)' },
      type: 'Module',
      label: 'sessions.js',
      id: 11_203,
      bornIn: 'before',
      selfSize: 192,
      retainedSize: 7_405_912,
      referrers: 2,
      location: at(1, 1),
    },
    {
      edge: { kind: 'context', name: 'bus' },
      type: 'EventEmitter',
      label: 'bus',
      id: 11_765,
      bornIn: 'before',
      selfSize: 64,
      retainedSize: 1_836_020,
      referrers: 3,
      location: at(4, 7),
    },
    {
      edge: { kind: 'property', name: 'tick' },
      type: 'Array',
      label: "bus 'tick' listeners",
      id: 11_790,
      bornIn: 'before',
      selfSize: 16,
      retainedSize: 1_835_900,
      referrers: 1,
      leakRoot: true,
    },
    {
      edge: { kind: 'element', name: '0' },
      type: 'onTick',
      label: 'onTick',
      id: 40_121,
      bornIn: 0,
      selfSize: 64,
      retainedSize: 112,
      referrers: 1,
      location: at(21, 18),
    },
  ],
  alsoHeldBy: [],
  fingerprint: 'listener:bus.tick>onTick>session',
};

/** One function, two mistakes: the picture in the interaction design. */
export const leakReport: LeakReport = {
  version: 1,
  verdict: 'leak',
  reason:
    'Every call leaves 2 objects behind that are never freed: survivors from all 15 batches, in proportion to their calls.',
  notExcluded: ['a cache of more than 16383 entries'],
  function: { name: 'handleRequest', kind: 'function', location: at(18, 1) },
  target: { kind: 'launch', nodeVersion: 'v20.19.5', pid: 40_213, debuggerAttached: false },
  loop: {
    warmUpCalls: 12,
    calls: 16_383,
    batches: batches(batchCalls, (calls) => calls * 3),
    collections: { count: 21, millis: 1_176 },
  },
  perCall: { objects: 4, bytes: 564, externalBytes: 0, rssBytes: 812 },
  suspects: [heldByMap, heldByListener],
  activeResources: { TCPServerWrap: { before: 1, after: 1 } },
  warnings: [],
  durationMillis: 2_913,
  phases: {
    launch: 214,
    warmUp: 96,
    loop: 1_804,
    explain: 201,
    snapshot: 243,
    parse: 122,
    analyse: 98,
    watch: 61,
  },
};

const shortLoop = [1, 1, 2, 4, 8, 16, 32, 64, 128];

/** An LRU of 100: what survives is what is still in it. */
export const boundedReport: LeakReport = {
  version: 1,
  verdict: 'bounded',
  reason: 'Growth ends at about 100 objects: older ones are freed as new ones come.',
  notExcluded: ['native memory', 'arguments that were not tried'],
  function: {
    name: 'remember',
    kind: 'method',
    className: 'RecentlyUsed',
    location: at(12, 3, `${sampleFolder}/lru.js`),
  },
  target: { kind: 'launch', nodeVersion: 'v24.11.1', pid: 40_377, debuggerAttached: false },
  loop: {
    warmUpCalls: 8,
    calls: 256,
    batches: batches(shortLoop, (calls) => (calls === 128 ? 100 : 0)),
    collections: { count: 14, millis: 706 },
  },
  allocatedIn: [{ function: 'remember', location: at(14, 12, `${sampleFolder}/lru.js`) }],
  perCall: { objects: 0, bytes: 0, externalBytes: 0, rssBytes: 0 },
  suspects: [],
  activeResources: {},
  warnings: [],
  durationMillis: 1_204,
  phases: { launch: 190, warmUp: 80, loop: 930 },
};

export const cleanReport: LeakReport = {
  version: 1,
  verdict: 'clean',
  reason: 'Nothing of 255 calls is left after a forced collection.',
  notExcluded: ['native memory', 'other workers', 'arguments that were not tried'],
  function: { name: 'parse', kind: 'arrow', location: at(3, 15, `${sampleFolder}/src/parse.ts`) },
  target: { kind: 'launch', nodeVersion: 'v22.21.0', pid: 40_401, debuggerAttached: false },
  loop: { warmUpCalls: 6, calls: 256, batches: batches(shortLoop, () => 0) },
  perCall: { objects: 0, bytes: 0, externalBytes: 0, rssBytes: 0 },
  suspects: [],
  activeResources: {},
  warnings: [],
  durationMillis: 940,
  phases: { launch: 170, warmUp: 60, loop: 700 },
};

/** The user pressed Stop after four batches. */
export const unclearReport: LeakReport = {
  version: 1,
  verdict: 'unclear',
  reason:
    'Stopped after 4 batches: 8 calls are too few to tell start-up from growth. Let it run for longer.',
  notExcluded: ['a leak of less than one object every 8 calls', 'a cache of more than 8 entries'],
  function: {
    name: 'render',
    kind: 'function',
    location: {
      ...at(40, 1, `${sampleFolder}/src/render.ts`),
      generated: { file: `${sampleFolder}/dist/render.js`, line: 31, column: 1 },
    },
  },
  target: { kind: 'launch', nodeVersion: 'v20.19.5', pid: 40_444, debuggerAttached: true },
  loop: { warmUpCalls: 4, calls: 8, batches: batches([1, 1, 2, 4], (calls) => calls) },
  perCall: { objects: 1, bytes: 188, externalBytes: 65_536, rssBytes: 70_000 },
  suspects: [],
  activeResources: { Timeout: { before: 0, after: 8 } },
  warnings: ['The target exited with code 3 while batch 5 was running.'],
  durationMillis: 2_200,
  phases: { launch: 180, warmUp: 60, loop: 1_950 },
};

/** Some calls threw; nothing grows. */
export const threwReport: LeakReport = {
  ...cleanReport,
  reason: 'Nothing of 256 calls is left after a forced collection; 64 of them threw.',
  loop: {
    ...cleanReport.loop,
    threw: {
      calls: 64,
      first: {
        message: "TypeError: Cannot read properties of undefined (reading 'id')",
        location: at(7, 22, `${sampleFolder}/src/parse.ts`),
      },
    },
  },
  slowdown: { firstMillisPerCall: 0.12, lastMillisPerCall: 3.4 },
};

/** Every report above by a name for test titles. */
export const sampleReports: Readonly<Record<string, LeakReport>> = {
  leak: leakReport,
  bounded: boundedReport,
  clean: cleanReport,
  unclear: unclearReport,
  threw: threwReport,
};
