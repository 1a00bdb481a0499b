import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LeakReport } from '../../src/core/report/report';
import { diagnose } from '../../src/diagnose';
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

async function looped(
  file: string,
  args = '[i]',
): Promise<{ readonly report: LeakReport; readonly printed: string }> {
  let printed = '';
  const report = await diagnose(
    {
      function: { file: fixturePath(file), at: { kind: 'name', name: 'sell' } },
      target: { kind: 'launch' },
      call: { args },
      limits: { maxCalls: 255 },
    },
    { onOutput: (_category, text) => void (printed += text) },
    AbortSignal.timeout(60_000),
  );
  return { report, printed };
}
