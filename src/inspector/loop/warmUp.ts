import type { SamplerReading } from '../../core/loop/survivors';
import { guardedRun } from './guardedRun';
import { Sampler } from './sampler';
import { checkNotAllThrew } from './thrownSince';
import type { Target } from '../process/target';
import type { Sentence } from '../../core/report/sentence';

export interface WarmUp {
  readonly calls: number;
  readonly millisPerCall: number;
  /** Bytes that one call allocates, roughly, garbage included. */
  readonly allocatedPerCall: number;
  /** Running since the first few calls; the loop goes on with it and ends it. */
  readonly sampler: Sampler;
  /** Before the first sampled call. */
  readonly start: SamplerReading;
}

const enoughMillis = 100;
const mostCalls = 32;

/**
 * Calls before the counting starts: modules load lazily, caches of one entry fill, V8 compiles.
 * Start-up that takes longer is told from a leak by the loop itself, which looks at late batches.
 *
 * All but the first few calls are sampled already, because what they keep belongs to what a cache holds.
 */
export async function warmUp(
  target: Target,
  callTimeoutMillis: number,
  ifAllThrow: Sentence,
): Promise<WarmUp> {
  const first = await measureCalls(target, callTimeoutMillis);
  let sampler = await Sampler.start(target, samplingInterval(first));
  try {
    let start = await sampler.read();
    const fill = await runUntilWarm(target, first, callTimeoutMillis);
    checkNotAllThrew(await target.driver.status(), ifAllThrow);
    const warm = await measureCalls(target, callTimeoutMillis);
    const interval = samplingInterval(warm);
    if (interval < sampler.interval / 2) {
      // The first calls loaded much; the calls that count can be watched more closely.
      await sampler[Symbol.asyncDispose]();
      sampler = await Sampler.start(target, interval);
      start = await sampler.read();
    }
    return {
      calls: first.calls + fill + warm.calls,
      millisPerCall: Math.min(first.millisPerCall, warm.millisPerCall),
      allocatedPerCall: warm.allocatedPerCall,
      sampler,
      start,
    };
  } catch (error) {
    await sampler[Symbol.asyncDispose]();
    throw error;
  }
}

/** The calls that it took. */
async function runUntilWarm(
  target: Target,
  first: CallMeasurement,
  callTimeoutMillis: number,
): Promise<number> {
  let calls = 0;
  let millis = first.millis;
  while (millis < enoughMillis && first.calls + calls < mostCalls) {
    const want = first.calls + calls;
    const run = await guardedRun(target, want, enoughMillis - millis, callTimeoutMillis);
    calls += run.calls;
    millis += run.millis;
  }
  return calls;
}

interface CallMeasurement {
  readonly calls: number;
  /** Of all of them. */
  readonly millis: number;
  /** Of the fastest. */
  readonly millisPerCall: number;
  /** Bytes that one call allocates, roughly: garbage included, collections in between not counted. */
  readonly allocatedPerCall: number;
}

/** A collection in the middle hides what was allocated before it: the most of three calls is meant. */
async function measureCalls(target: Target, callTimeoutMillis: number): Promise<CallMeasurement> {
  const millis: number[] = [];
  let allocatedPerCall = 0;
  let before = (await target.driver.memory()).heapUsed;
  for (let call = 0; call < 3 && (millis[0] ?? 0) < enoughMillis; call++) {
    millis.push((await guardedRun(target, 1, enoughMillis, callTimeoutMillis)).millis);
    const after = (await target.driver.memory()).heapUsed;
    allocatedPerCall = Math.max(allocatedPerCall, after - before);
    before = after;
  }
  return {
    calls: millis.length,
    millis: millis.reduce((sum, each) => sum + each, 0),
    millisPerCall: Math.min(...millis),
    allocatedPerCall,
  };
}

/**
 * Each sample costs about 30 µs. Up to this many bytes a call every allocation is sampled; above, so
 * many that the loop can make ten times the calls, which says more than each object of fewer calls.
 */
const exactUpToBytes = 16_000;
const samplesPerCall = 200;

function samplingInterval({ allocatedPerCall }: CallMeasurement): number {
  return allocatedPerCall <= exactUpToBytes ? 1 : Math.round(allocatedPerCall / samplesPerCall);
}
