import assert from 'node:assert/strict';
import test from 'node:test';
import { checkName, isCheckFile } from '../../src/core/report/checkName';
import { checkOutcome, summaryOfChecks } from '../../src/core/report/checkOutcome';
import type { CheckReport, CheckResult } from '../../src/core/report/checkResult';
import { formatChecks } from '../../src/core/report/formatChecks';
import { formatGithub } from '../../src/core/report/formatGithub';
import { formatJunit } from '../../src/core/report/formatJunit';
import type { LeakReport } from '../../src/core/report/report';
import { textOf } from '../../src/core/report/sentence';
import { exitCodeOfChecks } from '../../src/exitCodes';
import {
  boundedReport,
  cleanReport,
  leakReport,
  sampleFolder,
  threwReport,
  unclearReport,
} from './sampleReports';
import { assertValidCheckReport, checkSchemaErrors } from './validateCheckReport';

function summaryText(results: readonly CheckResult[]): string {
  return textOf(summaryOfChecks(results));
}

function checked(name: string, report: LeakReport): CheckResult {
  return { file: `checks/${name}.leak.js`, cwd: sampleFolder, name, report };
}

const leak = checked('sessions', leakReport);
const clean = checked('parse', cleanReport);
const bounded = checked('cache', boundedReport);
const unclear = checked('render', unclearReport);
const accepted: CheckResult = { ...leak, name: 'old', accepted: 'gone with the next release' };
const failed: CheckResult = {
  file: 'checks/db.leak.js',
  cwd: sampleFolder,
  name: 'db',
  failure: { code: 'setup-failed', message: 'setup() threw: no database.', stderr: ['at 5432'] },
};
const stale = [
  { fingerprint: 'cache (Map) > Entry', check: 'checks/cache.leak.js', reason: 'old' },
];

const all: CheckReport = {
  version: 1,
  checks: [leak, clean, bounded, unclear, accepted, failed],
  stale,
};

/** Strings that a program could have put into its heap to deceive whoever reads about them. */
const hostile =
  '\r\n::error::forged\n##[error]x]]>&<b a="1">\'\u0007\u001b[2J\ufffe\ud800\u202e%0A,:';

function withHostileHeap(): CheckResult {
  const [first] = leakReport.suspects;
  assert.ok(first);
  const [link] = first.chain;
  assert.ok(link);
  return {
    ...checked(hostile, {
      ...leakReport,
      reason: hostile,
      warnings: [hostile],
      suspects: [
        {
          ...first,
          type: { ...first.type, name: hostile },
          leakRoot: { ...first.leakRoot, name: hostile, type: hostile },
          chain: [{ ...link, label: hostile, type: hostile }],
        },
      ],
    }),
    file: `checks/${hostile}.leak.js`,
  };
}

test('a leak check is told by its name', () => {
  for (const ending of ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts']) {
    assert.ok(isCheckFile(`/a/b.leak.${ending}`), ending);
  }
  for (const other of ['/a/leak.js', '/a/b.leak.d.ts', '/a/b.leak.json', '/a.leak.js/b.js']) {
    assert.ok(!isCheckFile(other), other);
  }
  assert.equal(checkName('/a/user sessions.leak.ts'), 'user sessions');
  assert.equal(checkName('C:\\a\\b.leak.mjs'), 'b');
});

test('the summary counts what the checks come to, the worst first', () => {
  assert.equal(summaryText([leak, clean, clean]), '3 checks: 1 leak, 2 clean');
  assert.equal(
    summaryText([...all.checks, leak]),
    '7 checks: 2 leaks, 1 not measured, 1 unclear, 1 accepted, 1 bounded, 1 clean',
  );
  assert.equal(summaryText([clean]), '1 check: 1 clean');
  assert.equal(summaryText([]), '0 checks');
});

test('an accepted cause of a leak is no annotation, and says so in the report', () => {
  const [first, second] = leakReport.suspects;
  const report = { ...leakReport, suspects: [{ ...first!, accepted: 'known' }, second!] };
  const partly: CheckReport = { version: 1, checks: [{ ...leak, report }] };
  assert.equal(formatGithub(partly, { root: sampleFolder }).match(/::error /g)?.length, 1);
  assert.match(formatChecks(partly), /1 cause · 1 accepted/);
  assert.match(formatChecks(partly), /\n +2\. byId [^]*\n +accepted +known\n/);
});

test('a leak decides the exit code, then what is not known; what is accepted is fine', () => {
  const exitCode = (...results: CheckResult[]) => exitCodeOfChecks(results.map(checkOutcome));
  assert.equal(exitCode(clean, failed, leak), 1);
  assert.equal(exitCode(clean, failed), 2);
  assert.equal(exitCode(unclear, accepted), 2);
  assert.equal(exitCode(clean, bounded, accepted), 0);
  assert.equal(exitCode(), 0);
});

test('on a terminal a leak is told in full, what is fine in one line', () => {
  const text = formatChecks({ version: 1, checks: [clean, accepted, failed, leak], stale });
  const lines = text.split('\n');
  assert.equal(lines[0], '✓ CLEAN  parse · checks/parse.leak.js · 256 calls · 940 ms');
  assert.equal(
    lines[1],
    '✓ ACCEPTED  old · checks/sessions.leak.js · accepted: gone with the next release · 16,383 calls · 2.9 s',
  );
  assert.deepEqual(lines.slice(2, 6), [
    '! NOT MEASURED  db · checks/db.leak.js',
    '  setup() threw: no database.',
    '  | at 5432',
    '✗ LEAK  handleRequest · 2 causes · 564 B per call · 16,383 calls · 2.9 s',
  ]);
  assert.match(text, / ▸ byId .*← older than the loop, and grows/);
  assert.match(text, /\nThe baseline accepts cache \(Map\) > Entry in .* remove the entry/);
  assert.match(text, /\n4 checks: 1 leak, 1 not measured, 1 accepted, 1 clean\n$/);
});

test('calls that threw and warnings are told of what is fine, too', () => {
  const warned = { ...threwReport, warnings: ['teardown() threw: late'] };
  const text = formatChecks({ version: 1, checks: [checked('x', warned)] });
  assert.match(
    text,
    /^✓ CLEAN .*\n {2}64 of 256 calls threw; the first: TypeError.*\n {2}teardown/,
  );
});

test("JUnit's XML has a failure with line and chain for a leak, errors for what is not known", () => {
  const xml = formatJunit(all);
  const elements = assertWellFormed(xml);
  assert.equal(elements.filter((name) => name === 'testcase').length, 6);
  assert.match(xml, /<testsuites name="leak-loop" tests="6" failures="1" errors="2" skipped="1"/);
  assert.match(
    xml,
    /<failure type="leak" message="byId \(Map\) keeps 1 Session per call; bus &#39;tick&#39; listeners keeps 1 onTick per call">/,
  );
  assert.match(xml, /added at {6}sessions\.js:20:8/);
  assert.match(xml, /▸ byId {9}Map, 14 → 16,397/);
  assert.match(xml, /<error type="unclear" message="Stopped after 4 batches/);
  assert.match(xml, /<error type="setup-failed" message="setup\(\) threw: no database\.">/);
  assert.match(xml, /<skipped message="accepted: gone with the next release"\/>/);
});

test('no string out of a heap breaks the XML', () => {
  const xml = formatJunit({
    version: 1,
    checks: [withHostileHeap(), { ...failed, name: hostile }],
  });
  assert.deepEqual(
    assertWellFormed(xml).filter((name) => name === 'b'),
    [],
  );
  // eslint-disable-next-line no-control-regex -- XML has none of these
  assert.doesNotMatch(xml, /[\u0000-\u0008\u000b-\u001f\ufffe\uffff\u202e]|\p{Cs}/u);
});

test('GitHub gets an annotation at the line that adds, for each cause', () => {
  const lines = formatGithub(all, { root: '/home/ada' }).split('\n');
  assert.equal(lines.length, 8);
  assert.match(
    lines[0] ?? '',
    /^::error file=shop\/sessions\.js,line=20,col=8,title=Leak in sessions%3A byId \(Map\) keeps 1 Session per call::1\. byId .*%0A.*added at {6}shop\/sessions\.js:20:8/,
  );
  assert.match(lines[1] ?? '', /^::error file=shop\/sessions\.js,line=21,col=7,/);
  assert.match(lines[2] ?? '', /^::error file=shop\/checks\/render\.leak\.js,title=render is /);
  assert.match(lines[3] ?? '', /^::notice .*title=old%3A accepted leak::gone with the next rel/);
  assert.equal(
    lines[4],
    '::error file=shop/checks/db.leak.js,title=db could not be measured::setup() threw: no database.',
  );
  assert.match(lines[5] ?? '', /^::warning title=Leak Loop baseline::The baseline accepts/);
  assert.match(lines[6] ?? '', /^6 checks: 1 leak, /);
});

test('no string out of a heap becomes a command of its own', () => {
  const report = { version: 1, checks: [withHostileHeap()] } as const;
  const lines = formatGithub(report, { root: sampleFolder, sourceLine: () => hostile }).split('\n');
  assert.equal(lines.length, 3, 'one annotation, the summary, and the end');
  const [, properties = ''] = /^::error (.*?)::/.exec(lines[0] ?? '') ?? [];
  assert.equal(properties.split(',').length, 4, 'file, line, col and title, nothing else');
  assert.doesNotMatch(lines[0] ?? '', /\r/);
  assert.match(lines[0] ?? '', /%250A/, 'a percent sign of its own is none of ours');
  assert.equal(lines[1], '1 check: 1 leak');
});

test('results of all kinds are as docs/check.schema.json has them', () => {
  assertValidCheckReport({ ...all, shard: { index: 1, count: 2 } });
  assertValidCheckReport({ version: 1, checks: [] });
  const [first] = checkSchemaErrors({ version: 1, checks: [{ ...failed, report: leakReport }] });
  assert.match(first ?? '', /must match exactly one schema in oneOf/);
  assert.notDeepEqual(checkSchemaErrors({ version: 1, checks: [{ ...clean, report: {} }] }), []);
});

/** A reader of the part of XML that we write; returns the names of all elements. */
function assertWellFormed(xml: string): string[] {
  const names: string[] = [];
  const open: string[] = [];
  const reference = '&(?:amp|lt|gt|quot|#\\d+);';
  const text = new RegExp(`^(?:[^&<]|${reference})*$`, 'u');
  const attributes = new RegExp(`^(?: [a-z]+="(?:[^&<"]|${reference})*")*$`, 'u');
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  for (const [, closes, name = '', rest = '', empty, after = ''] of body.matchAll(
    /<(\/?)([a-z]+)([^>]*?)(\/?)>([^<]*)/gu,
  )) {
    assert.match(rest, attributes);
    assert.match(after, text);
    if (closes === '/') {
      assert.equal(open.pop(), name);
      continue;
    }
    names.push(name);
    if (empty === '') open.push(name);
  }
  assert.deepEqual(open, [], 'all elements are closed');
  const withoutTags = body.replace(/<\/?[a-z]+[^<>]*>/gu, '');
  assert.doesNotMatch(withoutTags, /[<>]/u, 'nothing is left that looks like a tag');
  return names;
}
