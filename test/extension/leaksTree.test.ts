import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChainLink, Instance, LeakReport } from '../../src/core/report/report';
import type { CauseOrder } from '../../src/extension/leaksView/causeArrangement';
import { describeNode } from '../../src/extension/leaksView/describeNode';
import { createResult, lineKey } from '../../src/extension/leaksView/functionResult';
import { rootNodes } from '../../src/extension/leaksView/leakChildren';
import type { LeakNode } from '../../src/extension/leaksView/leakNode';
import type { RunFailure } from '../../src/extension/run/runFailure';
import { tooltipFor } from '../../src/extension/leaksView/tooltipFor';
import {
  boundedReport,
  cleanReport,
  leakReport,
  sampleFolder,
  sampleReports,
  threwReport,
  unclearReport,
} from '../core/sampleReports';
import { english } from './fakeTranslate';
import { allNodes, treeText } from './treeText';

const program = `${sampleFolder}/sessions.js`;
const lineTexts = new Map([
  [lineKey(program, 18), 'function handleRequest(request) {'],
  [lineKey(program, 20), '  byId.set(id, session);'],
  [lineKey(program, 21), "  bus.on('tick', onTick);"],
]);

const resultOf = (report: LeakReport) =>
  createResult({ program, function: '19:5' }, report, lineTexts);

test('a leak shows its causes, the growth line first, then the chain, root first', () => {
  assert.equal(
    treeText([resultOf(leakReport)]),
    `
handleRequest | 2 leaks · 564 B per call · 16,383 calls · 2.9 s
  byId (Map) | keeps 1 Session per call · added at sessions.js:20
    added here | sessions.js:20  byId.set(id, session);
    sessions.js | Module · sessions.js:1
    ▸ byId | Map, 14 → 16,397 · sessions.js:6
    Session | ▂▂▃▄▅▆▇█  1 per call · 452 B per call · declared at sessions.js:8
    allocated here | in openSession, sessions.js:9
      openSession | sessions.js:9
      handleRequest | sessions.js:19
    also kept | Buffer, string · 352 B per call
      Buffer | 1 per call · 280 B per call
      string | 2 per call · 72 B per call
    Session is also held by bus 'tick' listeners | fix both to free it
  bus 'tick' listeners | keeps 1 onTick per call · added at sessions.js:21
    added here | sessions.js:21  bus.on('tick', onTick);
    sessions.js | Module · sessions.js:1
    bus | EventEmitter · sessions.js:4
    ▸ bus 'tick' listeners | Array, 0 → 16,383 · sessions.js:4
    onTick | ▂▂▃▄▅▆▇█  1 per call · 112 B per call · declared at sessions.js:21
    allocated here | in handleRequest, sessions.js:21
    request is kept, never read | 1.2 kB · no function that can still run reads it · sessions.js:18
    session is kept | 452 B · used by onTick, refresh · sessions.js:19
    options is kept | 88 B · sessions.js:18
  active in the process | 1 TCPServerWrap before and after the loop
  checked | 16,383 calls in 15 batches, a forced collection after each · Node 20.19.5
  not excluded | a cache of more than 16383 entries
  each call | handleRequest()`.trimStart(),
  );
});

test('holders to which the same call adds have a row of their own', () => {
  const [first] = leakReport.suspects;
  const alsoAddedTo = [{ name: 'pipes', type: 'Set' }];
  const text = treeText([
    resultOf({ ...leakReport, suspects: [{ ...first!, alsoHeldBy: [], alsoAddedTo }] }),
  ]);
  assert.match(text, /^ {4}also added to \| pipes \(Set\)$/m);
});

test('V8 internals show only when asked for', () => {
  assert.doesNotMatch(treeText([resultOf(leakReport)]), /^ {4}table/m);
  assert.match(treeText([resultOf(leakReport)], undefined, true), /^ {4}table/m);
});

test('the way through Node is one row, opened on demand, and everything shows with internals', () => {
  const [first] = leakReport.suspects;
  const nodeLink = (label: string): ChainLink => ({
    edge: { kind: 'property', name: label },
    type: 'Object',
    label,
    id: 1,
    bornIn: 'before',
    selfSize: 16,
    retainedSize: 16,
    referrers: 1,
    location: { file: 'node:internal/process', line: 1, column: 1 },
  });
  const module: ChainLink = { ...nodeLink(program), type: 'Module' };
  const chain = [
    ...['global', 'process', '_cache'].map(nodeLink),
    module,
    ...first!.chain.slice(1),
  ];
  const result = resultOf({ ...leakReport, suspects: [{ ...first!, chain }] });
  const text = treeText([result]);
  assert.match(
    text,
    /^ {4}3 links inside Node\.js\n {6}global.*\n {6}process.*\n {6}_cache.*\n {4}sessions\.js \| Module$/m,
  );
  assert.match(treeText([result], undefined, true), /^ {4}global/m);
});

test('a clean function is told what was checked and what is not excluded, never that there are no leaks', () => {
  assert.equal(
    treeText([resultOf(cleanReport)]),
    `
parse | nothing grows · 256 calls · 940 ms
  Nothing of 255 calls is left after a forced collection.
  checked | 256 calls in 9 batches, a forced collection after each · Node 22.21.0
  not excluded | native memory; other workers; arguments that were not tried
    not excluded | native memory
    not excluded | other workers
    not excluded | arguments that were not tried
  each call | parse()`.trimStart(),
  );
  for (const report of Object.values(sampleReports)) {
    assert.doesNotMatch(treeText([resultOf(report)]), /no leak/i);
  }
});

test('bounded growth and unclear runs say why', () => {
  assert.match(treeText([resultOf(boundedReport)]), /^RecentlyUsed\.remember \| growth is bounded/);
  assert.match(treeText([resultOf(boundedReport)]), /Growth ends at about 100 objects/);
  const unclear = treeText([resultOf(unclearReport)]);
  assert.match(unclear, /^render \| unclear · 8 calls/);
  assert.match(unclear, /The target exited with code 3/);
  assert.match(unclear, /active in the process \| Timeout 0 → 8/);
});

test('calls that threw and calls that get slower are rows of their own', () => {
  const text = treeText([resultOf(threwReport)]);
  assert.match(text, /some calls threw \| 64 of 256 calls threw; the first: TypeError/);
  assert.match(text, /calls get slower \| calls went from 0\.1 ms to 3\.4 ms each/);
});

test('after a fix the cause says fixed and the other one unchanged', () => {
  const [byId, listeners] = leakReport.suspects;
  const first = resultOf(leakReport);
  const half: LeakReport = { ...leakReport, suspects: [listeners!] };
  const second = createResult(first.request, half, lineTexts, first);
  const text = treeText([second]);
  assert.match(text, /^handleRequest \| 1 leak · 1 fixed · /);
  assert.match(text, /^ {2}bus 'tick' listeners \| unchanged · keeps 1 onTick per call/m);
  assert.match(text, /^ {2}byId \(Map\) \| fixed · kept 1 Session per call before$/m);

  const clean: LeakReport = {
    ...cleanReport,
    loop: leakReport.loop,
    function: leakReport.function,
  };
  const third = createResult(first.request, clean, lineTexts, second);
  assert.match(treeText([third]), /^handleRequest \| nothing grows · 2 fixed/);

  const back = createResult(first.request, { ...leakReport, suspects: [byId!] }, lineTexts, third);
  assert.match(treeText([back]), /^ {2}byId \(Map\) \| new · /m);
  assert.match(treeText([back]), /^ {2}bus 'tick' listeners \| fixed/m);
});

test('a stopped second run proves nothing about earlier causes', () => {
  const first = resultOf(leakReport);
  const stopped: LeakReport = { ...unclearReport, function: leakReport.function };
  const second = createResult(first.request, stopped, lineTexts, first);
  assert.match(treeText([second]), /byId \(Map\) \| not seen again, but not proven fixed/);
});

test('what a failure needs next is below it, the likeliest step first', () => {
  const failure: RunFailure = {
    code: 'throws-at-once',
    message: 'handle throws at its first call. Give it arguments.',
    request: { program },
    title: 'handle',
  };
  assert.equal(
    treeText([], failure),
    'handle | could not be measured: every call throws\n  Set Arguments…\n  Show Log',
  );
});

test('what has no arguments is neither shown with them nor asked for them', () => {
  const request = { program: '/shop/seed.js', script: true };
  const throws = { code: 'throws-at-once', message: 'No.', title: 'seed.js', request } as const;
  const text = treeText([{ ...resultOf(cleanReport), request }], throws);
  assert.doesNotMatch(text, /each call|Set Arguments/);
  assert.match(text, /Open File/);
});

test('earlier results stay below a failure', () => {
  const failure: RunFailure = {
    code: 'node-missing',
    message: 'No node. Set leakLoop.nodeExecutable.',
    request: { program },
    title: 'sessions.js:20',
  };
  const text = treeText([resultOf(cleanReport)], failure);
  assert.match(
    text,
    /^sessions\.js:20 \| could not be measured: Node\.js was not found\n {2}Open Settings\n {2}Show Log\nparse/,
  );
});

test('one referrer is one, in the tooltip of a link as well', () => {
  const links = allNodes([resultOf(leakReport)]).filter(({ kind }) => kind === 'link');
  const tooltips = links.map((node) => tooltipFor(node, english));
  assert.ok(tooltips.some((text) => / 1 referrer(?!s)/.test(text)));
  assert.ok(tooltips.every((text) => !/ 1 referrers/.test(text)));
});

test('an earlier failure stays below what was measured since, with a row of its own', () => {
  const [older, newer] = ['first', 'second'].map((name): RunFailure => {
    return { code: 'internal', message: 'm', request: { program, function: name }, title: name };
  });
  const results = [resultOf(cleanReport)];
  const measured = rootNodes({ results, failures: [newer!, older!], failure: undefined });
  const failed = rootNodes({ results, failures: [newer!, older!], failure: newer });
  const labels = (nodes: readonly LeakNode[]) =>
    nodes.map((node) => describeNode(node, english).label);
  assert.deepEqual(labels(measured), ['parse', 'second', 'first']);
  assert.deepEqual(labels(failed), ['second', 'parse', 'first']);
  assert.equal(new Set(failed.map(({ id }) => id)).size, 3);
});

test('row ids are unique and the same after another run with other figures', () => {
  const ids = (report: LeakReport) => allNodes([resultOf(report)]).map((node) => node.id);
  const before = ids(leakReport);
  assert.equal(new Set(before).size, before.length);
  const [first, second] = leakReport.suspects;
  const after = ids({
    ...leakReport,
    durationMillis: 1,
    suspects: [{ ...first!, objectsPerCall: 7 }, second!],
  });
  assert.deepEqual(after, before);
});

test('two causes with one fingerprint are two rows', () => {
  const [first] = leakReport.suspects;
  const nodes = allNodes([resultOf({ ...leakReport, suspects: [first!, { ...first! }] })]);
  assert.equal(new Set(nodes.map((node) => node.id)).size, nodes.length);
});

test('every row below the top knows the row it is in', () => {
  for (const node of allNodes([resultOf(leakReport)])) {
    assert.equal(node.kind === 'result', node.parent === undefined, node.id);
  }
});

test('every row is a sentence for screen readers that contains what it shows', () => {
  for (const report of Object.values(sampleReports)) {
    for (const node of allNodes([resultOf(report)])) isSentence(node);
  }
});

test('rows of a cause that was fixed, accepted, filtered or is not understood are sentences, and so is each next step', () => {
  const [first] = leakReport.suspects;
  const referredBy = [
    { id: 2, type: 'Map', bornIn: 'before', edge: { kind: 'value', name: 'x' } },
  ] as const;
  const seen = { id: 1, type: 'Session', bornIn: 0, selfSize: 16, retainedSize: 32, referrers: 1 };
  const instances: Instance[] = [{ ...seen, referredBy }];
  const { growthSite, ...unseen } = first!;
  assert.ok(growthSite);
  const later = resultOf({ ...leakReport, suspects: [{ ...unseen, instances }] });
  const clean = { ...cleanReport, function: leakReport.function };
  const fixed = createResult({ program }, clean, new Map(), resultOf(leakReport));
  const foreign = {
    ...first!,
    growthSite: {
      ...growthSite,
      location: { ...growthSite.location, file: '/shop/node_modules/a/b.js' },
      stack: [],
    },
  };
  const accepted = {
    ...resultOf(leakReport),
    accepted: new Map([[first!.fingerprint, 'a cache']]),
  };
  const failed = (code: RunFailure['code']) =>
    allNodes([], { code, message: 'Why. What to do.', title: 'handle', request: { program } });
  const nodes = [
    ...allNodes([later, accepted, fixed, resultOf({ ...leakReport, suspects: [foreign] })]),
    ...(
      [
        'no-receiver',
        'several-members',
        'internal',
        'connection-lost',
        'not-node',
        'never-settles',
      ] as const
    ).flatMap(failed),
  ];
  nodes.forEach(isSentence);
  const kinds = new Set(nodes.map(({ kind }) => kind));
  for (const kind of [
    'goneCause',
    'remedy',
    'failure',
    'instance',
    'referrer',
    'foreignGroup',
  ] as const) {
    assert.ok(kinds.has(kind), kind);
  }
});

/** With a capital or the row's own words first, a verb, and a full stop, or what a program or the engine ends with. */
function isSentence(node: LeakNode): void {
  const { sentence, label } = describeNode(node, english);
  assert.ok(sentence.toLowerCase().includes(label.toLowerCase()), `${node.kind}: ${sentence}`);
  assert.doesNotMatch(sentence, /\bundefined(?! \(reading)|\{\d\}/);
  assert.ok(/^\p{Lu}/u.test(sentence) || isName(node, label, sentence), sentence);
  assert.match(
    sentence,
    /\b(?:is|are|was|were|keeps|kept|threw|grows|gets?|exited|could|choose)\b/i,
  );
  assert.match(sentence, /[.!?]$/);
}

/** A row that is labelled with a name of the program's, whatever that begins with. */
function isName({ kind }: LeakNode, label: string, sentence: string): boolean {
  const named = ['result', 'goneCause', 'captured', 'passenger', 'shared', 'failure', 'instance'];
  return named.includes(kind) && sentence.startsWith(label);
}

test('causes that lie in packages only are set apart, collapsed, never hidden', () => {
  const [first] = leakReport.suspects;
  const file = `${sampleFolder}/node_modules/pool/index.js`;
  const location = { file, line: 4, column: 1 };
  const foreign = {
    ...first!,
    fingerprint: 'foreign',
    growthSite: { location, stack: [{ function: 'add', location }], how: 'watched' as const },
  };
  const text = treeText([resultOf({ ...leakReport, suspects: [first!, foreign] })]);
  assert.match(text, /^ {2}Not your code \| 1 leak\n {4}byId/m);
});

test('text from the program cannot forge rows, links or HTML', () => {
  const name = 'Evil\n✗ fake \u202e[click](command:x) <img src=x> **b**';
  const [first] = leakReport.suspects;
  const report: LeakReport = {
    ...leakReport,
    suspects: [{ ...first!, leakRoot: { name, type: name }, type: { name, kind: 'object' } }],
  };
  for (const node of allNodes([resultOf(report)])) {
    const { label, description } = describeNode(node, english);
    assert.doesNotMatch(`${label}${description ?? ''}`, /[\n\u202e]/);
    const tooltip = tooltipFor(node, english);
    assert.doesNotMatch(tooltip, /(?<!\\)\[click|<img|(?<!\\)\]\(/);
  }
});

const holders = (text: string) =>
  text
    .split('\n')
    .filter((line) => /^ {2}\S/.test(line))
    .map((line) => line.trim().split(' | ')[0])
    .slice(0, 2);

test('causes are sorted by bytes, objects or name, and keep their ids', () => {
  const [byId, listeners] = leakReport.suspects;
  const many = { ...listeners!, objectsPerCall: 9 };
  const result = resultOf({ ...leakReport, suspects: [byId!, many] });
  const sorted = (order: CauseOrder) =>
    holders(treeText([result], undefined, false, { order, filter: '' }));
  assert.deepEqual(sorted('bytes'), ['byId (Map)', "bus 'tick' listeners"]);
  assert.deepEqual(sorted('objects'), ["bus 'tick' listeners", 'byId (Map)']);
  assert.deepEqual(sorted('name'), ["bus 'tick' listeners", 'byId (Map)']);
});

test('a filter looks for words in holder, type, chain and files, and says what it leaves out', () => {
  const filtered = (filter: string) =>
    holders(treeText([resultOf(leakReport)], undefined, false, { order: 'bytes', filter }));
  assert.deepEqual(filtered('SESSION byid'), ['byId (Map)', '1 cause is filtered out']);
  assert.deepEqual(filtered('emitter onTick'), ["bus 'tick' listeners", '1 cause is filtered out']);
  assert.equal(filtered('nothing like this')[0], '2 causes are filtered out');
  assert.deepEqual(filtered('  sessions.js '), ['byId (Map)', "bus 'tick' listeners"]);
});

test('the first survivors are rows with their size, and below them who refers to them', () => {
  const [first] = leakReport.suspects;
  const instance: Instance = {
    id: 81301,
    type: 'Session',
    bornIn: 0,
    selfSize: 56,
    retainedSize: 452,
    referrers: 2,
    referredBy: [
      { id: 4711, type: 'Map', bornIn: 'before', edge: { kind: 'key', name: '7' } },
      { id: 81305, type: 'Context', bornIn: 0, edge: { kind: 'context', name: 'session' } },
    ],
  };
  const text = treeText([
    resultOf({ ...leakReport, suspects: [{ ...first!, instances: [instance] }] }),
  ]);
  assert.match(
    text,
    new RegExp(
      [
        ' {4}first survivors \\| @81301',
        ' {6}Session @81301 \\| 452 B with all it keeps alive · born in batch 1 · 2 referrers',
        ' {8}Map \\[…\\] @4711 \\| older than the loop',
        ' {8}Context session @81305 \\| born in batch 1',
      ].join('\n'),
    ),
  );
});
