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
  const last = await measureCall(target, callTimeoutMillis);
  return { ...last, calls: calls + last.calls };
}

/** A collection in the middle hides what was allocated before it: the most of three calls is meant. */
async function measureCall(target: Target, callTimeoutMillis: number): Promise<WarmUp> {
  const millis: number[] = [];
  let allocatedPerCall = 0;
  let before = (await target.driver.memory()).heapUsed;
  for (let call = 0; call < 3 && (millis[0] ?? 0) < enoughMillis; call++) {
    millis.push((await guardedRun(target, 1, enoughMillis, callTimeoutMillis)).millis);
    const after = (await target.driver.memory()).heapUsed;
    allocatedPerCall = Math.max(allocatedPerCall, after - before);
    before = after;
  }
  return { calls: millis.length, millisPerCall: Math.min(...millis), allocatedPerCall };
}
