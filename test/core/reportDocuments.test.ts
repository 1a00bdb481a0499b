import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { CheckReport } from '../../src/core/report/checkResult';
import { formatChecksHtml } from '../../src/core/report/formatChecksHtml';
import { formatChecksMarkdown } from '../../src/core/report/formatChecksMarkdown';
import { formatHtml } from '../../src/core/report/formatHtml';
import { formatMarkdown } from '../../src/core/report/formatMarkdown';
import { growthChart } from '../../src/core/report/growthChart';
import { pageStyle, pageStyleHash } from '../../src/core/report/htmlPage';
import { markdownCode } from '../../src/core/report/markdownText';
import { parseReport } from '../../src/core/report/parseReport';
import type { LeakReport, Location } from '../../src/core/report/report';
import { survivorsCurve } from '../../src/core/report/survivorsCurve';
import { cleanReport, leakReport, sampleFolder, sampleReports } from './sampleReports';
import { textOf } from '../../src/core/report/sentence';

const sources: Readonly<Record<number, string>> = { 20: '  byId.set(id, session);' };
const options = { cwd: sampleFolder, sourceLine: ({ line }: Location) => sources[line] };

test('the Markdown says all of a leak, causes first, each with its chain', () => {
  const text = formatMarkdown(leakReport, options);
  const [first, second] = text.split('## 2. ');
  assert.equal(
    first,
    `# ✗ LEAK: \`handleRequest\`

\`sessions.js:18:1\` · 2 causes · 564 B per call · 16,383 calls · 2\\.9 s

Every call leaves 2 objects behind that are never freed\\: survivors from all 15 batches, in proportion to their calls\\.

## 1. \`byId (Map)\` keeps 1 Session per call · 452 B per call

- **added at**: \`sessions.js:20:8\` \`byId.set(id, session);\` (in handleRequest, watched)
- **survivors**: ▂▂▂▂▃▃▄▄▅▅▆▆▇▇█  per batch of calls
- **allocated at**: \`sessions.js:9:10\` (in openSession)
- **also kept**: 1 Buffer \\(280 B\\), 2 strings \\(72 B\\) per call
- **note**: Session is also held by bus 'tick' listeners\\: fix both to free it

Held by, from the GC root to the object:

1. \`sessions.js\` · Module · \`sessions.js:1:1\`
2. **\`byId\`** · Map, 14 → 16,397 · \`sessions.js:6:7\` ← older than the loop, and grows
3. \`byId.get(…)\` · Session

`,
  );
  assert.match(second!, /^`bus 'tick' listeners` keeps 1 onTick per call/);
  assert.match(
    second!,
    /\n## Facts\n\n- \*\*not excluded\*\*: a cache of more than 16383 entries\n/,
  );
});

test('the page has the same words, a chart of each cause and its table', () => {
  const page = formatHtml(leakReport, options);
  assert.match(page, /^<!DOCTYPE html>\n<html lang="en">/);
  assert.match(page, /<h1>✗ LEAK: <code>handleRequest<\/code><\/h1>/);
  assert.match(page, /<code>byId\.set\(id, session\);<\/code> \(in handleRequest, watched\)/);
  assert.match(page, /<li class="root"><code>byId<\/code> · Map, 14 → 16,397 · /);
  assert.equal(page.match(/<svg /g)?.length, 2);
  assert.match(page, /aria-label="byId \(Map\): 16,383 objects are left of 16,383 calls"/);
  assert.match(page, /<td class="number">16,383<\/td><td class="number">16,383<\/td>/);
});

for (const [name, report] of Object.entries(sampleReports)) {
  test(`the page of the ${name} report loads nothing, runs nothing and has only its own style`, () => {
    const page = formatHtml(report, options);
    assert.match(
      page.replaceAll('&#39;', "'"),
      new RegExp(`content="default-src 'none'; style-src '${escaped(pageStyleHash)}';`),
    );
    assert.doesNotMatch(page, /<script|<link|<img|<iframe|\sstyle=|\son\w+=|https?:|url\(/i);
    assert.equal(page.match(/<style>/g)?.length, 1);
  });

  test(`the elements of the ${name} report are closed in the order in which they were opened`, () => {
    const open: string[] = [];
    const body = formatHtml(report, options).replace(/<style>[^]*<\/style>|<!DOCTYPE html>/g, '');
    for (const [tag, end, tagName, self] of body.matchAll(/<(\/?)([a-z0-9]+)[^>]*?(\/?)>/gi)) {
      if (end === '/') assert.equal(open.pop(), tagName, tag);
      else if (self === '' && tagName !== 'meta') open.push(tagName!);
    }
    assert.deepEqual(open, []);
  });
}

test('the hash in the policy is that of the style', () => {
  const digest = createHash('sha256').update(pageStyle).digest('base64');
  assert.equal(pageStyleHash, `sha256-${digest}`);
});

const evil =
  '"><script>alert(1)</script> <img src=x onerror=1> [a](javascript:1) ` | \u202e\u0007 **b**';

/** As many strings as possible are hostile. */
function hostile(report: LeakReport): LeakReport {
  const keep = new Set(['version', 'verdict', 'kind', 'how', 'heldBy', 'bornIn']);
  const text = JSON.stringify(report, (key, value: unknown) =>
    typeof value === 'string' && !keep.has(key) ? value + evil : value,
  );
  return JSON.parse(text) as LeakReport;
}

test('text out of a heap is text and nothing else in a page', () => {
  const page = formatHtml(hostile(leakReport), { sourceLine: () => evil });
  assert.doesNotMatch(page, /<script|<img/);
  assert.ok(!page.includes('\u202e') && !page.includes('\u0007'));
  assert.equal(page.match(/&lt;script&gt;/g)!.length > 20, true);
});

test('text out of a heap is text and nothing else in Markdown', () => {
  const text = formatMarkdown(hostile(leakReport), { sourceLine: () => evil });
  // escapes and code spans away: what is left would have a meaning
  const bare = text.replace(/\\.|(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
  assert.doesNotMatch(bare, /<script|<img|\]\(|\*\*b|`/);
  assert.ok(!text.includes('\u202e') && !text.includes('\u0007'));
});

test('a code span is longer than the backticks in it', () => {
  assert.deepEqual(['a', '`', 'a``b', ' a ', ''].map(markdownCode), [
    '`a`',
    '`` ` ``',
    '```a``b```',
    '`  a  `',
    '',
  ]);
});

test('places of a page link where there is an address, and only there', () => {
  const link = ({ file, line }: Location) => (line === 20 ? `command:go?"${file}"` : undefined);
  const page = formatHtml(leakReport, { ...options, link });
  assert.deepEqual(page.match(/<a [^>]*>/g), [
    `<a href="command:go?&quot;${sampleFolder}/sessions.js&quot;">`,
  ]);
});

test('a curve counts what is left of all calls so far, and a rate that nothing is left of has none', () => {
  const { batches } = leakReport.loop;
  const curve = survivorsCurve({ survivorsPerBatch: [1, 0, 2, 4] }, batches);
  assert.deepEqual(curve, [
    { calls: 1, survivors: 1 },
    { calls: 2, survivors: 1 },
    { calls: 4, survivors: 3 },
    { calls: 8, survivors: 7 },
  ]);
  assert.deepEqual(survivorsCurve({ survivorsPerBatch: [0, 0, 0] }, batches), []);
  assert.deepEqual(survivorsCurve({ survivorsPerBatch: [] }, batches), []);
  assert.equal(growthChart([], 'x'), '');
});

test('the chart draws its dashed line to the last point, and everything within its frame', () => {
  const points = [
    { calls: 1, survivors: 1 },
    { calls: 4, survivors: 2 },
  ];
  const chart = growthChart(points, 'Session');
  assert.match(chart, /<line x1="64" y1="152" x2="468" y2="12" /);
  assert.match(chart, /<polyline points="64,152 165,82 468,12" /);
});

const checks: CheckReport = {
  version: 1,
  checks: [
    { file: 'sessions.leak.js', cwd: sampleFolder, name: 'sessions', report: leakReport },
    { file: 'parse.leak.js', cwd: sampleFolder, name: 'parse', report: cleanReport },
    {
      file: 'old.leak.js',
      cwd: sampleFolder,
      name: 'old',
      failure: { code: 'setup-failed', message: 'setup() threw <b>', stderr: ['at <c>'] },
    },
  ],
};

test('checks make one page and one document, in which what needs attention is open', () => {
  const page = formatChecksHtml(checks);
  assert.match(page, /<h1>3 checks: 1 leak, 1 not measured, 1 clean<\/h1>/);
  assert.equal(page.match(/<details open>/g)?.length, 2);
  assert.match(page, /<pre>setup\(\) threw &lt;b&gt;\n\| at &lt;c&gt;<\/pre>/);
  const text = formatChecksMarkdown(checks);
  assert.match(
    text,
    /^# 3 checks\\: 1 leak, 1 not measured, 1 clean\n\n- \*\*leak\*\*: sessions · `sessions\.leak\.js`\n/,
  );
  assert.match(
    text,
    /- \*\*not measured\*\*: old · `old\.leak\.js` · setup\\\(\\\) threw &lt;b&gt;\n\n# ✗ LEAK: `handleRequest`/,
  );
});

test('reports and checks are read back, each as what it is', () => {
  for (const report of Object.values(sampleReports)) {
    assert.deepEqual(parseReport(JSON.stringify(report)), { kind: 'report', report });
  }
  assert.deepEqual(parseReport(JSON.stringify(checks)), { kind: 'checks', checks });
});

test('what is no report is told with the remedy', () => {
  const problem = (text: string) => {
    const parsed = parseReport(text);
    assert.equal(parsed.kind, 'problem');
    return textOf(parsed.problem);
  };
  assert.match(problem('{"version": 1'), /^This is not JSON: .*cut short\?$/);
  assert.match(problem('[]'), /not a report of Leak Loop/);
  assert.match(problem('{"version": 2}'), /has version 2, .* update it/);
  assert.match(
    problem(JSON.stringify({ ...leakReport, suspects: [{}] })),
    /not a report of Leak Loop/,
  );
  assert.match(problem(JSON.stringify({ version: 1, checks: [{}] })), /not a report of Leak Loop/);
});

test('a report that lost any one of its parts is either refused or still written', () => {
  const parts = (value: object, path: string[] = []): string[][] =>
    Object.entries(value).flatMap(([key, part]: [string, unknown]) => [
      [...path, key],
      ...(typeof part === 'object' && part !== null ? parts(part, [...path, key]) : []),
    ]);
  for (const path of parts(leakReport)) {
    const copy = structuredClone(leakReport) as unknown as Record<string, unknown>;
    const holder = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, copy);
    holder[path.at(-1)!] = null;
    const parsed = parseReport(JSON.stringify(copy));
    if (parsed.kind !== 'report') continue;
    assert.doesNotThrow(
      () => formatHtml(parsed.report) + formatMarkdown(parsed.report),
      path.join('.'),
    );
  }
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
