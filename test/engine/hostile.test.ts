import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatGithub } from '../../src/core/report/formatGithub';
import { formatHtml } from '../../src/core/report/formatHtml';
import { formatJunit } from '../../src/core/report/formatJunit';
import { formatMarkdown } from '../../src/core/report/formatMarkdown';
import { formatReport } from '../../src/core/report/formatReport';
import type { LeakReport } from '../../src/core/report/report';
import { diagnose } from '../../src/diagnose';
import { createResult } from '../../src/extension/leaksView/functionResult';
import { tooltipFor } from '../../src/extension/leaksView/tooltipFor';
import { english } from '../extension/fakeTranslate';
import { allNodes } from '../extension/treeText';
import { fixturePath } from './fixtureExpectations';

// Whatever runs in test/fixtures/leaks/hostile.js besides its function says so on standard output.

test('a leak is explained down to its line, and no code of the program is run for it', async () => {
  const { report, printed } = await looped('leaks/hostile.js');
  assert.equal(report.verdict, 'leak');
  const [suspect] = report.suspects;
  assert.equal(suspect?.type.name, 'Ticket');
  assert.match(suspect.leakRoot.name, /sales$/);
  assert.equal(suspect.growthSite?.how, 'watched');
  assert.notDeepEqual(suspect.instances, [], 'and instances are listed');
  assert.equal(printed, '');
});

test('where nothing stays, none of it is run either', async () => {
  const { report, printed } = await looped('fixed/hostile.js');
  assert.equal(report.verdict, 'clean');
  assert.equal(printed, '');
});

test('the program does tell where something of it runs', async () => {
  const { printed } = await looped('fixed/hostile.js', '[exports.office.report]');
  assert.match(printed, /ran: get report/);
});

test('names and messages of a megabyte come out short, and as text wherever they are shown', async () => {
  const { report } = await looped('faults/longNames.cjs', '[i]', 'keep');
  assert.equal(report.verdict, 'leak', report.reason);
  assert.ok(JSON.stringify(report).length < 100_000);
  const checks = { version: 1, checks: [{ file: 'a.js', cwd: '/', name: 'a', report }] } as const;
  const github = formatGithub(checks, { root: '/' });
  const commands = github.split('\n').filter((line) => line.trimStart().startsWith('::'));
  assert.equal(commands.length, report.suspects.length, 'one annotation for each cause');
  assert.doesNotMatch(formatHtml(report), /<img/);
  const texts = [
    formatReport(report),
    formatMarkdown(report),
    formatHtml(report),
    formatJunit(checks),
    github,
    ...allNodes([
      createResult({ program: fixturePath('faults/longNames.cjs') }, report, new Map()),
    ]).map((node) => tooltipFor(node, english)),
  ];
  for (const text of texts) {
    assert.ok(text.length < 100_000);
    // eslint-disable-next-line no-control-regex -- control characters are what must not be there
    assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f\u202e]|\p{Cs}/u);
  }
});

test('no value of the program is in a report of any form: no string, number, key of a map or a table, or argument', async () => {
  const args = "[{ user: 'SECRET user ' + i, token: 'SECRET token ' + i }]";
  const { report } = await looped('faults/secrets.cjs', args, 'signIn');
  assert.equal(report.verdict, 'leak', report.reason);
  assert.ok(report.suspects.length > 1);
  const checks = { version: 1, checks: [{ file: 'a.js', cwd: '/', name: 'a', report }] } as const;
  const forms = {
    text: formatReport(report),
    markdown: formatMarkdown(report),
    html: formatHtml(report),
    json: JSON.stringify(report),
    junit: formatJunit(checks),
    github: formatGithub(checks, { root: '/' }),
  };
  for (const [form, text] of Object.entries(forms)) {
    assert.match(text, /signIn|sessions/, form);
    assert.doesNotMatch(text, /.{0,80}(?:SECRET|424242).{0,40}/, form);
  }
});

async function looped(
  file: string,
  args = '[i]',
  name = 'sell',
): Promise<{ readonly report: LeakReport; readonly printed: string }> {
  let printed = '';
  const report = await diagnose(
    {
      function: { file: fixturePath(file), at: { kind: 'name', name } },
      target: { kind: 'launch' },
      call: { args },
      limits: { maxCalls: 255 },
    },
    { onOutput: (_category, text) => void (printed += text) },
    AbortSignal.timeout(60_000),
  );
  return { report, printed };
}
