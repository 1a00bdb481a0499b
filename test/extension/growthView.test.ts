import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BatchReport, LeakReport, Suspect } from '../../src/core/report/report';
import { causeOf, causeRow, causesIn } from '../../src/extension/growthView/causesIn';
import {
  describeGrowth,
  describeNothing,
  describeRunning,
} from '../../src/extension/growthView/describeGrowth';
import { isGrowthContent, type GrowthContent } from '../../src/extension/growthView/growthContent';
import {
  readMessageFromPage,
  readMessageToPage,
} from '../../src/extension/growthView/growthMessages';
import { growthPage } from '../../src/extension/growthView/growthPage';
import { axisRange } from '../../src/webview/growth/axisRange';
import { createResult } from '../../src/extension/leaksView/functionResult';
import { childrenOf } from '../../src/extension/leaksView/leakChildren';
import {
  boundedReport,
  cleanReport,
  leakReport,
  sampleFolder,
  sampleReports,
} from '../core/sampleReports';
import { english } from './fakeTranslate';
import { shown } from './treeText';

const resultOf = (report: LeakReport) =>
  createResult({ program: `${sampleFolder}/sessions.js` }, report, new Map());
const contentOf = (report: LeakReport) => describeGrowth(resultOf(report), english);

/** Title, summary, last reading and lines of each panel. */
function panelTexts({ panels }: GrowthContent): string[] {
  return panels.map(({ title, summary, readings, series }) => {
    const lines = series.map(({ line }) => line).join('+');
    return [title, summary, readings.at(-1), lines].join(' | ');
  });
}

test('a leak has a chart for each cause, with the line of equal growth, and its memory below', () => {
  const content = contentOf(leakReport);
  assert.equal(content.heading, 'handleRequest · 2 leaks · 16,383 calls');
  assert.deepEqual(panelTexts(content), [
    'byId (Map) | 1 Session per call · with 3 others: 4 per call · 452 B per call | 16,383 calls · 16,383 objects kept | measured+ideal',
    "bus 'tick' listeners | 1 onTick per call · 112 B per call | 16,383 calls · 16,383 objects kept | measured+ideal",
    'Memory | line: heap used; dotted: external | 16,383 calls · heap 4.8 MB · external 1.8 MB | heap+external',
  ]);
});

test('a single object that goes along is one other', () => {
  const [first, ...more] = leakReport.suspects;
  const passengers = [{ type: 'Context', objectsPerCall: 1, bytesPerCall: 40 }];
  const content = contentOf({ ...leakReport, suspects: [{ ...first!, passengers }, ...more] });
  assert.match(content.panels[0]!.summary, /^1 Session per call · with 1 other: 2 per call · /);
});

test('the line of equal growth ends where the measured one does, and is straight', () => {
  const { calls, panels } = contentOf(leakReport);
  const [measured, ideal] = panels[0]!.series;
  assert.equal(ideal!.values.at(-1), measured!.values.at(-1));
  const slopes = ideal!.values.map((value, at) => value! / calls[at]!);
  assert.deepEqual(new Set(slopes), new Set([1]));
});

test('where nothing leaks, it is what was alive after each batch, without a line to compare with', () => {
  const fills = (at: number) => Math.min(2 ** at, 500);
  const batches = boundedReport.loop.batches.map((batch, at) => ({ ...batch, alive: fills(at) }));
  const report = { ...boundedReport, loop: { ...boundedReport.loop, batches } };
  const [alive, ...others] = contentOf(report).panels;
  assert.equal(alive!.title, 'Alive after each batch');
  assert.deepEqual(
    alive!.series.map(({ line, values }) => [line, values]),
    [['measured', batches.map(({ alive: count }) => count)]],
  );
  assert.deepEqual(
    others.map(({ id }) => id),
    ['memory'],
  );
});

test('what V8 keeps for itself while code gets warm lies flat, a leak and a cache as large as one do not', () => {
  const heightOf = (report: LeakReport, alive: (calls: number) => number) => {
    let calls = 0;
    const batches = report.loop.batches.map((batch) => {
      calls += batch.calls;
      return { ...batch, alive: alive(calls) };
    });
    const [panel] = contentOf({ ...report, loop: { ...report.loop, batches } }).panels;
    const values = panel!.series[0]!.values.map((value) => value ?? 0);
    const [, top] = axisRange(Math.min(...values), Math.max(...values), panel!.leastTop);
    return values.at(-1)! / top;
  };
  const noise = (calls: number) => Math.min(calls, 40) + calls / 500;
  assert.ok(heightOf(cleanReport, noise) < 0.25);
  assert.ok(heightOf(boundedReport, (calls) => 4 * calls) > 0.9);
  const unexplained = { ...leakReport, suspects: [] };
  assert.ok(heightOf(unexplained, noise) > 0.9, 'what grows is never made flat');
});

test('where only a sample was counted, it is bytes that are drawn, and said to be estimated', () => {
  const batches = leakReport.loop.batches.map((batch, at) => ({ ...batch, aliveBytes: 1e4 * at }));
  const [suspect] = leakReport.suspects;
  const unseen: Suspect = { ...suspect!, survivorsPerBatch: [], alsoHeldBy: [] };
  const content = contentOf({
    ...leakReport,
    suspects: [unseen],
    loop: { ...leakReport.loop, batches },
  });
  assert.equal(
    panelTexts(content)[0],
    'Alive after each batch | estimated from a sample · dashed: the same with every call | 16,383 calls · about 140 kB | measured+ideal',
  );
  assert.equal(content.panels[0]!.unit, 'bytes');
  assert.equal(content.table.rows.at(-1)![1], '140 kB');
  const counted = batches.map((batch, at) => ({ ...batch, alive: at }));
  const exact = contentOf({ ...cleanReport, loop: { ...cleanReport.loop, batches: counted } });
  assert.match(exact.panels[0]!.readings.at(-1)!, / · 14 objects$/);
});

test('a report of an older version shows what is left of the calls', () => {
  const { panels } = contentOf(cleanReport);
  const left = cleanReport.loop.batches.reduce((sum, { survivors }) => sum + survivors, 0);
  assert.equal(panels[0]!.series[0]!.values.at(-1), left);
});

test('a cause of bytes that are no objects is drawn as the memory in which they are', () => {
  const native = [0, 1e6, 3e6];
  const batches: BatchReport[] = leakReport.loop.batches
    .slice(0, 3)
    .map((batch, at) => ({ ...batch, native: 5e6 + native[at]! }));
  const suspect: Suspect = {
    ...leakReport.suspects[0]!,
    objectsPerCall: 0,
    survivorsPerBatch: [],
    passengers: [],
    bytesPerCall: 1e6,
    heldBy: 'native',
    alsoHeldBy: [],
  };
  const report = {
    ...leakReport,
    suspects: [suspect],
    loop: { ...leakReport.loop, batches },
  };
  const [panel] = contentOf(report).panels;
  assert.equal(panel!.unit, 'bytes');
  assert.deepEqual(panel!.series[0]!.values, native);
  assert.equal(panel!.readings.at(-1), '4 calls · 3 MB more');
  const untold = leakReport.loop.batches.slice(0, 3);
  const other = { ...report, loop: { ...report.loop, batches: untold } };
  assert.equal(contentOf(other).panels[0]!.id, 'alive', 'where the system does not tell');
});

test('time per call is drawn where calls get slower, and only there', () => {
  const slowdown = { firstMillisPerCall: 0.2, lastMillisPerCall: 3.1 };
  const batches = leakReport.loop.batches.map((batch, at) => ({
    ...batch,
    medianMillis: at + 1,
  }));
  const report = { ...leakReport, slowdown, loop: { ...leakReport.loop, batches } };
  const time = contentOf(report).panels.find(({ id }) => id === 'time');
  assert.deepEqual(
    [time?.unit, time?.summary, time?.readings.at(-1)],
    ['millis', 'from 11 ms to 15 ms', '16,383 calls · 15 ms per call'],
  );
  assert.equal(
    contentOf(leakReport).panels.find(({ id }) => id === 'time'),
    undefined,
  );
});

test('the table has the figures of all charts, batch by batch', () => {
  const { table, calls } = contentOf(leakReport);
  assert.deepEqual(table.columns, [
    'calls',
    'byId (Map)',
    "bus 'tick' listeners",
    'heap used',
    'external',
  ]);
  assert.equal(table.rows.length, calls.length);
  assert.deepEqual(table.rows.at(-1), ['16,383', '16,383', '16,383', '4.8 MB', '1.8 MB']);
});

test('a run that goes on is drawn as far as it has come, with the line once it is seen to grow', () => {
  const batches = leakReport.loop.batches.slice(0, 4);
  const progress = { phase: 'loop', message: '', functionName: 'handleRequest' } as const;
  const seen = (soFar?: 'growing') =>
    describeRunning(
      {
        title: 'sessions.js:20',
        progress: {
          ...progress,
          batch: 4,
          calls: 8,
          batches,
          ...(soFar === undefined ? {} : { soFar }),
        },
      },
      batches,
      english,
    );
  assert.equal(seen('growing').heading, 'handleRequest · batch 4 · 8 calls · still growing');
  assert.deepEqual(seen('growing').calls, [1, 2, 4, 8]);
  assert.deepEqual(
    [seen(), seen('growing')].map(({ panels }) => panels[0]!.series.length),
    [1, 2],
  );
});

test('with less than two batches there are words only', () => {
  const { heading, panels } = describeRunning({ title: 'sessions.js:20' }, [], english);
  assert.deepEqual([heading, panels], ['sessions.js:20 · starting', []]);
  assert.match(describeNothing(english).heading, /Run a function/);
});

test('each panel of a cause leads to its row, and each row of a cause to its panel', () => {
  const result = resultOf(leakReport);
  const state = shown([result]);
  const causes = causesIn(result, english);
  const ids = describeGrowth(result, english)
    .panels.filter(({ isCause }) => isCause)
    .map(({ id }) => id);
  assert.deepEqual(
    ids.map((id) => causeRow(state, id, english)?.suspect),
    leakReport.suspects,
  );
  const rows = childrenOf(causes[1]!, { showInternals: false, t: english });
  assert.deepEqual(
    rows.map((row) => causeOf(row)?.id),
    rows.map(() => ids[1]),
  );
  assert.equal(causeOf({ kind: 'result', id: result.key, result }), undefined);
  assert.equal(causeRow(shown([]), ids[0]!, english), undefined);
});

test('causes that are not the user’s own code have their chart as well', () => {
  const [first] = leakReport.suspects;
  const location = { file: '/shop/node_modules/lru/index.js', line: 1, column: 1 };
  const foreign: Suspect = {
    ...first!,
    growthSite: { location, stack: [], how: 'watched' },
    alsoHeldBy: [],
  };
  const { panels } = contentOf({ ...leakReport, suspects: [foreign] });
  assert.equal(panels[0]!.isCause, true);
});

test('names out of the program are harmless text', () => {
  const [first] = leakReport.suspects;
  const name = 'a\u001b[31m\u202eb';
  const suspect: Suspect = {
    ...first!,
    leakRoot: { ...first!.leakRoot, name },
    alsoHeldBy: [],
  };
  const { panels } = contentOf({ ...leakReport, suspects: [suspect] });
  assert.doesNotMatch(JSON.stringify(panels), /\\u001b|\u202e/);
});

test('what the view says to its page arrives, and nothing else does', () => {
  for (const report of Object.values(sampleReports)) {
    const content = JSON.parse(JSON.stringify(contentOf(report))) as unknown;
    assert.ok(isGrowthContent(content));
    assert.deepEqual(readMessageToPage({ kind: 'show', content }), { kind: 'show', content });
  }
  assert.deepEqual(readMessageToPage({ kind: 'mark', panel: null }), { kind: 'mark', panel: null });
  const content = contentOf(leakReport);
  const broken: readonly unknown[] = [
    undefined,
    'show',
    { kind: 'show' },
    { kind: 'show', content: { ...content, calls: ['1'] } },
    { kind: 'show', content: { ...content, panels: [{ ...content.panels[0], unit: 'miles' }] } },
    { kind: 'show', content: { ...content, panels: [{ ...content.panels[0], series: {} }] } },
    { kind: 'show', content: { ...content, table: undefined } },
    { kind: 'mark' },
  ];
  for (const message of broken) assert.equal(readMessageToPage(message), undefined);
});

test('the page can say that it listens and which cause was chosen, and nothing else', () => {
  assert.deepEqual(readMessageFromPage({ kind: 'ready', more: 1 }), { kind: 'ready' });
  const choose = { kind: 'choose', panel: 'id' };
  assert.deepEqual(readMessageFromPage(choose), choose);
  for (const message of [null, 1, 'ready', {}, { kind: 'choose' }, { kind: 'choose', panel: 1 }]) {
    assert.equal(readMessageFromPage(message), undefined);
  }
});

test('the page allows its own style and script, and nothing inline or from elsewhere', () => {
  const html = growthPage({
    script: 'https://files/growth.js',
    style: 'https://files/growth.css',
    source: 'https://files',
    nonce: 'abc+/=',
    language: 'en',
    title: '<Growth>',
  });
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  assert.equal(
    policy?.replaceAll('&#39;', "'"),
    "default-src 'none'; style-src https://files; script-src 'nonce-abc+/='; base-uri 'none'; form-action 'none'",
  );
  assert.doesNotMatch(html, /style=|<style|onload|<Growth>/);
});
