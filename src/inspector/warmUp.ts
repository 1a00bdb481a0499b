import { guardedRun } from './guardedRun';
import { checkNotAllThrew } from './thrownSoFar';
import type { Target } from './target';

export interface WarmUp {
  readonly calls: number;
  readonly millisPerCall: number;
  /** Bytes that one call allocates, roughly: garbage included, collections in between not counted. */
  readonly allocatedPerCall: number;
}

const enoughMillis = 100;
const mostCalls = 32;

/**
 * Calls before the counting starts: modules load lazily, caches of one entry fill, V8 compiles.
 * Start-up that takes longer is told from a leak by the loop itself, which looks at late batches.
 */
export async function warmUp(target: Target, callTimeoutMillis: number): Promise<WarmUp> {
  let calls = 0;
  let millis = 0;
  do {
    const want = Math.max(1, calls);
    const run = await guardedRun(target, want, enoughMillis, callTimeoutMillis);
    calls += run.calls;
    millis += run.millis;
  } while (millis < enoughMillis && calls < mostCalls);
  checkNotAllThrew(await target.driver.status());
  const before = await target.driver.memory();
  const last = await guardedRun(target, 1, enoughMillis, callTimeoutMillis);
  const after = await target.driver.memory();
  return {
    calls: calls + last.calls,
    millisPerCall: last.millis / last.calls,
    allocatedPerCall: Math.max(0, after.heapUsed - before.heapUsed),
  };
}
