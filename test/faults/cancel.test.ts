import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { assertGone, descendantsOf, hasProcessTree } from '../cli/processTree';
import { randomSource } from '../core/randomSource';
import { fixturePath } from '../engine/fixtureExpectations';
import { diagnose } from '../../src/diagnose';
import type { LeakReport } from '../../src/core/report/report';

// `npm run faults` cancels more often.
const times = Number(process.env['LEAK_LOOP_CANCELS'] ?? 4);

test(
  `whenever a run is cancelled, its process is gone within 2 s and the next run is right (${times} times)`,
  { skip: !hasProcessTree && 'this system does not tell who is whose child' },
  async () => {
    const start = performance.now();
    assert.equal((await run(new AbortController().signal)).verdict, 'leak');
    const whole = performance.now() - start;
    const random = randomSource(1);
    for (let time = 0; time < times; time++) {
      const stop = new AbortController();
      const running = run(stop.signal).catch((error: unknown) => error);
      await Promise.race([running, delay(random(Math.ceil(whole)), undefined, { ref: false })]);
      const targets = descendantsOf(process.pid);
      const stoppedAt = performance.now();
      const reason = new Error('stopped');
      stop.abort(reason);
      const outcome = await running;
      const isTold = outcome === reason || (outcome as Partial<LeakReport>).verdict !== undefined;
      assert.ok(isTold, String(outcome));
      await assertGone(targets, 2_000 - (performance.now() - stoppedAt));
    }
    assert.equal((await run(new AbortController().signal)).verdict, 'leak');
  },
);

function run(signal: AbortSignal): Promise<LeakReport> {
  const request = {
    function: {
      file: fixturePath('leaks/arrayPush.js'),
      at: { kind: 'name', name: 'openSession' },
    },
    target: { kind: 'launch' },
    call: { args: '[i]' },
    limits: { maxCalls: 255 },
  } as const;
  return diagnose(request, {}, signal);
}
