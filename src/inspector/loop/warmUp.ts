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
const mostCalls = 24;
/** So many that what a reading allocates does not count. */
const callsOfWarmReading = 8;
const readings = 3;

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
  const first = await measureCalls(target, 1, callTimeoutMillis);
  let sampler = await Sampler.start(target, samplingInterval(first));
  try {
    let start = await sampler.read();
    const fill = await runUntilWarm(target, first, callTimeoutMillis);
    checkNotAllThrew(await target.driver.status(), ifAllThrow);
    const warm = await measureWarmCalls(target, callsIn(first.millisPerCall), callTimeoutMillis);
    const interval = samplingInterval(warm);
    if (isOther(sampler.interval, interval, warm)) {
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

/**
 * Whether the first calls told another interval than the warm ones: they loaded much, and the calls that count can be
 * watched more closely; or V8 collected between their readings, which hid what they allocate.
 */
function isOther(first: number, warm: number, { isCertain }: CallMeasurement): boolean {
  const isFiner = isCertain && warm < first / 2;
  const isCoarser = warm > 2 * Math.max(first, exactUpToBytes / samplesPerCall);
  return isFiner || isCoarser;
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
  /** Whether V8 collected between no two readings, and so hides nothing. */
  readonly isCertain: boolean;
}

/** Slow calls are read oftener: a single reading in which V8 collected would hide what they allocate. */
function callsIn(millisPerCall: number): number {
  const inTime = Math.floor(enoughMillis / readings / millisPerCall);
  return Math.max(1, Math.min(callsOfWarmReading, inTime));
}

/** What a reading of the memory allocates itself; once a sampler runs it is 15 kB, as V8 then fills its pages in steps. */
const bytesOfReading = 5_000;

/** Once more where they seem light and V8 collected: calls that fill its new space again and again leave any difference. */
async function measureWarmCalls(
  target: Target,
  callsOfReading: number,
  callTimeoutMillis: number,
): Promise<CallMeasurement> {
  const once = await measureCalls(target, callsOfReading, callTimeoutMillis);
  if (once.isCertain || once.allocatedPerCall > exactUpToBytes) return once;
  const again = await measureCalls(target, callsOfReading, callTimeoutMillis);
  return {
    calls: once.calls + again.calls,
    millis: once.millis + again.millis,
    millisPerCall: Math.min(once.millisPerCall, again.millisPerCall),
    allocatedPerCall: Math.max(once.allocatedPerCall, again.allocatedPerCall),
    isCertain: again.isCertain,
  };
}

/** @param callsOfReading made between two readings of the memory */
async function measureCalls(
  target: Target,
  callsOfReading: number,
  callTimeoutMillis: number,
): Promise<CallMeasurement> {
  const millisPerCall: number[] = [];
  const allocated: number[] = [];
  let calls = 0;
  let millis = 0;
  let isCertain = true;
  let before = (await target.driver.memory()).heapUsed;
  while (allocated.length < readings && millis < enoughMillis) {
    const run = await guardedRun(target, callsOfReading, enoughMillis, callTimeoutMillis);
    const after = (await target.driver.memory()).heapUsed;
    calls += run.calls;
    millis += run.millis;
    millisPerCall.push(run.millis / run.calls);
    allocated.push((after - before - bytesOfReading) / run.calls);
    if (after < before) isCertain = false;
    before = after;
  }
  return {
    calls,
    millis,
    millisPerCall: Math.min(...millisPerCall),
    allocatedPerCall: Math.max(0, typicalOf(allocated)),
    isCertain,
  };
}

/**
 * A collection in the middle hides what was allocated before it: the most is meant. Of less than makes one
 * likely, it may be a whole page that V8 counts as it begins to fill it, and the middle one is meant.
 */
function typicalOf(allocated: readonly number[]): number {
  const sorted = [...allocated].sort((a, b) => a - b);
  const most = sorted.at(-1)!;
  return sorted.length < readings || most > mostOfPage ? most : sorted[1]!;
}

const mostOfPage = 2 ** 18;

/**
 * Each sample costs about 30 µs. Up to this many bytes a call every allocation is sampled; above, so
 * many that the loop can make ten times the calls, which says more than each object of fewer calls.
 */
const exactUpToBytes = 8_000;
const samplesPerCall = 200;

function samplingInterval({ allocatedPerCall }: CallMeasurement): number {
  return allocatedPerCall <= exactUpToBytes ? 1 : Math.round(allocatedPerCall / samplesPerCall);
}
