import assert from 'node:assert/strict';
import test from 'node:test';
import { formatReport } from '../../src/core/report/formatReport';
import type { ChainLink, LeakReport, Suspect } from '../../src/core/report/report';
import {
  boundedReport,
  cleanReport,
  leakReport,
  sampleFolder,
  sampleReports,
  threwReport,
  unclearReport,
} from './sampleReports';

const inFolder = { cwd: sampleFolder, width: 100 };

test('a leak reads: verdict, then each cause with growth line, chain, survivors, allocation', () => {
  assert.equal(
    formatReport(leakReport, inFolder),
    `✗ LEAK  handleRequest · 2 causes · 564 B per call · 16,383 calls · 2.9 s
  sessions.js:18:1
  Every call leaves 2 objects behind that are never freed: survivors from all 15 batches, in
  proportion to their calls.

  1. byId (Map) keeps 1 Session per call · 452 B per call
     added at      sessions.js:20:8  (in handleRequest, watched)
     held by         sessions.js  Module            sessions.js:1:1
                   ▸ byId         Map, 14 → 16,397  sessions.js:6:7  ← older than the loop, and grows
                     byId.get(…)  Session
     survivors     ▂▂▂▂▃▃▄▄▅▅▆▆▇▇█  per batch of calls
     allocated at  sessions.js:9:10  (in openSession)
     also kept     1 Buffer (280 B), 2 strings (72 B) per call
     note          Session is also held by bus 'tick' listeners: fix both to free it

  2. bus 'tick' listeners keeps 1 onTick per call · 112 B per call
     added at      sessions.js:21:7  (in handleRequest, watched)
     held by         sessions.js           Module             sessions.js:1:1
                     bus                   EventEmitter       sessions.js:4:7
                   ▸ bus 'tick' listeners  Array, 0 → 16,383  ← older than the loop, and grows
                     onTick                                   sessions.js:21:18
     survivors     ▂▂▂▂▃▃▄▄▅▅▆▆▇▇█  per batch of calls
     allocated at  sessions.js:21:18  (in handleRequest)
     captured      request (1.2 kB) of sessions.js:18:25: no function that can still run reads it;
                   session (452 B) of sessions.js:19:9, used by onTick and refresh; options (88 B) of
                   sessions.js:18:34

  not excluded  a cache of more than 16383 entries
  active        1 TCPServerWrap before and after the loop
  loop          16,383 calls in 15 batches after 12 warm-up calls, 2.9 s (40 % of it forced
                collections)
  target        Node 20.19.5, pid 40213, launched
  next          Fix what byId (Map) keeps at sessions.js:20:8, then run again: each cause is then
                fixed, better or unchanged.
`,
  );
});

test('holders to which the same call adds are named, the first of many', () => {
  const [first] = leakReport.suspects;
  const roots = ['pipes', "feed 'end' listeners", 'feed.sinks', 'kSinks'].map((name) => ({
    name,
    type: 'Array',
  }));
  const text = formatReport({ ...leakReport, suspects: [{ ...first!, alsoAddedTo: roots }] });
  assert.match(
    text,
    /added at .*\n(?: .*\n)+ {5}also added to pipes \(Array\), feed 'end' listeners, feed\.sinks \(Array\) and 1 more\n/,
  );
});

test('what became active once, such as the pipe of the first output, is no row; what goes on with the calls is', () => {
  const activeResources = { PipeWrap: { before: 0, after: 1 }, Timeout: { before: 0, after: 400 } };
  const text = formatReport({ ...leakReport, activeResources });
  assert.match(text, /\n {2}active {8}Timeout 0 → 400\n/);
});

test('a bounded function reads with its bound and what is not excluded', () => {
  assert.equal(
    formatReport(boundedReport, { ...inFolder, width: 120 }),
    `✓ BOUNDED  RecentlyUsed.remember · 256 calls · 1.2 s
  lru.js:12:3
  Growth ends at about 100 objects: older ones are freed as new ones come.

  allocated in  remember at lru.js:14:12
  not excluded  native memory; arguments that were not tried
  loop          256 calls in 9 batches after 8 warm-up calls, 1.2 s (59 % of it forced collections)
  target        Node 24.11.1, pid 40377, launched
`,
  );
});

test('an unclear run says what grew outside the heap, what became active and what to doubt', () => {
  const text = formatReport(unclearReport, inFolder);
  assert.match(text, /^\? UNCLEAR {2}render · 8 calls · 2\.2 s\n {2}src\/render\.ts:40:1\n/);
  assert.match(text, /outside heap {2}65\.5 kB per call/);
  assert.match(text, /active {8}Timeout 0 → 8/);
  assert.match(text, /warning {7}The target exited with code 3 while batch 5 was running\./);
  assert.match(text, /another debugger was attached/);
});

test('calls that threw and calls that got slower are told', () => {
  const text = formatReport(threwReport, { ...inFolder, width: 200 });
  assert.match(
    text,
    /threw {9}64 of 256 calls threw; the first: TypeError: Cannot .* at src\/parse\.ts:7:22/,
  );
  assert.match(text, /slower {8}calls went from 0\.1 ms to 3\.4 ms each/);
});

test('where replaying the same arguments told it, a leak says with which calls it grows', () => {
  const wide = { ...inFolder, width: 200 };
  const text = (told: LeakReport['arguments']): string =>
    formatReport({ ...leakReport, ...(told === undefined ? {} : { arguments: told }) }, wide);
  assert.match(
    text('distinct'),
    /grows {9}with distinct arguments: the same ones again add nothing/,
  );
  assert.match(
    text('every call'),
    /grows {9}with every call, also when the same arguments come again/,
  );
  assert.doesNotMatch(text(undefined), /grows {9}with/);
});

test('a clean run never says that there are no leaks, but what was not looked at', () => {
  const text = formatReport(cleanReport, inFolder);
  assert.match(text, /^✓ CLEAN/);
  assert.match(text, /not excluded {2}native memory; other workers; arguments that were not tried/);
  assert.doesNotMatch(text, /no leaks|next/i);
});

test('without colour there is no escape sequence, with colour the text is the same', () => {
  // eslint-disable-next-line no-control-regex -- colours are control sequences
  const sgr = /\u001b\[\d+m/g;
  for (const report of Object.values(sampleReports)) {
    const plain = formatReport(report, inFolder);
    const painted = formatReport(report, { ...inFolder, color: true });
    assert.doesNotMatch(plain, sgr);
    assert.match(painted, sgr);
    assert.equal(painted.replace(sgr, ''), plain);
  }
});

test('source lines stand beside the locations where they can be read', () => {
  const text = formatReport(leakReport, {
    ...inFolder,
    sourceLine: ({ line }) => (line === 20 ? '  byId.set(id, session);\r' : undefined),
  });
  assert.match(
    text,
    /added at {6}sessions\.js:20:8 {2}byId\.set\(id, session\); {2}\(in handleRequest/,
  );
});

test('paths outside the folder stay absolute, on Windows as well', () => {
  assert.match(formatReport(cleanReport, { cwd: '/home/ada/sho' }), /^ {2}\/home\/ada\/shop\/src/m);
  const file = 'c:\\shop\\src\\parse.ts';
  const onWindows: LeakReport = {
    ...cleanReport,
    function: { ...cleanReport.function, location: { file, line: 3, column: 1 } },
  };
  assert.match(formatReport(onWindows, { cwd: 'C:\\shop' }), /^ {2}src\\parse\.ts:3:1$/m);
});

test('names out of the heap cannot forge lines, colours or the direction of the text', () => {
  const hostile = '\u001b[2J\u001b[31mEvil\n✓ CLEAN\r\u0007\u202etxt.js\u001b]8;;http://x\u0007';
  const suspect: Suspect = {
    ...leakReport.suspects[0]!,
    type: { name: hostile, kind: 'object' },
    leakRoot: { name: hostile, type: hostile, location: { file: hostile, line: 1, column: 1 } },
    chain: leakReport.suspects[0]!.chain.map((link) => ({
      ...link,
      label: hostile,
      type: hostile,
    })),
    passengers: [{ type: hostile, objectsPerCall: 1, bytesPerCall: 1 }],
    growthSite: {
      location: { file: hostile, line: 1, column: 1 },
      stack: [{ function: hostile, location: { file: hostile, line: 1, column: 1 } }],
      how: 'watched',
    },
    advice: hostile,
  };
  const text = formatReport({
    ...leakReport,
    reason: hostile,
    warnings: [hostile],
    function: { ...leakReport.function, name: hostile },
    suspects: [suspect],
    activeResources: { [hostile]: { before: 0, after: 100 } },
  });
  // eslint-disable-next-line no-control-regex -- control characters are what must not be there
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  assert.doesNotMatch(text, /^\s*✓ CLEAN/m);
  assert.match(text, /Evil\\n✓ CLEAN\\r\\x07\\u202etxt\.js/);
});

test('V8 internals are folded away and a linked list is one row', () => {
  const [suspect] = leakReport.suspects;
  const chain = suspect!.chain.map((link) =>
    link.bornIn === 0 ? { ...link, label: 'next', repeats: 1200 } : link,
  );
  const text = formatReport({ ...leakReport, suspects: [{ ...suspect!, chain }] }, inFolder);
  assert.doesNotMatch(text, /table/);
  assert.match(text, /next × 1,200/);
});

test('the way through Node to the module is folded, and modules read as their paths', () => {
  const [suspect] = leakReport.suspects;
  const [module, ...rest] = suspect!.chain;
  const inNode = { file: 'node:internal/modules/cjs/loader', line: 297, column: 16 };
  const chain: ChainLink[] = [
    { ...module!, label: 'global /', type: 'global /' },
    { ...module!, label: 'process', type: 'process' },
    { ...module!, label: '$Module', location: inNode },
    { ...module!, label: '_cache', type: 'Object' },
    { ...module!, label: `${sampleFolder}/sessions.js`, location: inNode },
    { ...module!, label: 'exports', type: 'Object' },
    ...rest,
  ].map((link, index) => {
    const { location, ...bare } = link;
    return index === 2 || index === 4 || index > 5 ? { ...bare, location: location! } : bare;
  });
  const text = formatReport({ ...leakReport, suspects: [{ ...suspect!, chain }] }, inFolder);
  assert.match(text, /held by {9}… 4 links inside Node\n {21}sessions\.js {2}Module\n {21}exports/);
  assert.doesNotMatch(text, /node:internal/);
});

test('objects of the user that hang on the global object are never folded', () => {
  const [suspect] = leakReport.suspects;
  const chain: ChainLink[] = ['global /', 'app', 'registry', 'handlers', 'byId'].map((label) => {
    const { location, ...link } = suspect!.chain[0]!;
    assert.ok(location);
    return { ...link, label, type: 'Object', ...(label === 'byId' ? { leakRoot: true } : {}) };
  });
  const text = formatReport({ ...leakReport, suspects: [{ ...suspect!, chain }] }, inFolder);
  assert.match(text, /held by {9}global \/[\s\S]*app[\s\S]*registry[\s\S]*handlers[\s\S]*▸ byId/);
});

test('the function named at the growth line is the one of that line, not of Node inside it', () => {
  const [suspect] = leakReport.suspects;
  const { location, how } = suspect!.growthSite!;
  const inNode = { file: 'node:events', line: 549, column: 1 };
  const stack = [
    { function: '_addListener', location: inNode },
    { function: 'openSession', location },
  ];
  const growing = { ...suspect!, growthSite: { location, how, stack } };
  const text = formatReport({ ...leakReport, suspects: [growing] }, inFolder);
  assert.match(text, /added at {6}sessions\.js:20:8 {2}\(in openSession, watched\)/);
});

test('causes in packages come last, under their own heading, with the caller in own code', () => {
  const [first, second] = leakReport.suspects;
  const inPackage = { file: `${sampleFolder}/node_modules/lib/index.js`, line: 5, column: 3 };
  const foreign: Suspect = {
    ...first!,
    growthSite: { location: inPackage, stack: [], how: 'watched' },
  };
  const text = formatReport({ ...leakReport, suspects: [foreign, second!] }, inFolder);
  assert.match(text, /1\. bus 'tick'[\s\S]*Not your code\n {2}2\. byId/);
  const called: Suspect = {
    ...first!,
    growthSite: {
      location: inPackage,
      stack: [
        { function: 'add', location: inPackage },
        { function: 'handleRequest', location: first!.growthSite!.location },
      ],
      how: 'watched',
    },
  };
  const withCaller = formatReport({ ...leakReport, suspects: [called, second!] }, inFolder);
  assert.match(
    withCaller,
    /1\. byId[\s\S]*index\.js:5:3[^\n]*\n {5}called from {3}sessions\.js:20:8/,
  );
  assert.doesNotMatch(withCaller, /Not your code/);
});

test('a cause whose growth line is unknown says so', () => {
  const { growthSite, ...suspect } = leakReport.suspects[0]!;
  assert.ok(growthSite);
  const text = formatReport({ ...leakReport, suspects: [suspect] }, inFolder);
  assert.match(text, /added at {6}the line could not be determined/);
  assert.match(text, /next {10}Fix what byId \(Map\) keeps at sessions\.js:6:7/);
});

test('wide text and narrow terminals neither fail nor loop', () => {
  const text = formatReport(
    { ...leakReport, reason: '日本語'.repeat(80), warnings: ['x'.repeat(500)] },
    { width: 1 },
  );
  assert.match(text, /LEAK/);
});
