import { lateBatches, total } from './batchFigures';
import { proportionalGrowth } from './levelTrend';

/**
 * Whether the memory that V8 accounts for outside its heap (backing stores of buffers, linear memory
 * of WebAssembly, what native modules report) grows with the calls. Read after forced collections it
 * is exact: of 35 healthy programs that allocate buffers, compress, hash and serve, none left it more
 * than 64 kB higher after thousands of calls.
 */
export type OutsideTrend =
  | { readonly kind: 'steady' }
  /**
   * More calls would tell. In proportion to the calls, but by no more than what comes and goes; or it `began`
   * late, once what was free at first was used up.
   */
  | { readonly kind: 'rising'; readonly began: 'early' | 'late' }
  | { readonly kind: 'growing'; readonly bytesPerCall: number };

/** Fewer batches (31 calls) than this are start-up. */
const fewestBatches = 6;
/** A few slabs of Node's pool for small buffers, 8 kB each, come and go. */
const leastGrownBytes = 64 * 1024;
/** A number a call, over the fewest calls that a quick function gets. */
const leastRisenBytes = 2 * 1024;
/** Of what begins to grow late: more than what a pool takes up at once. */
const leastBeyondHeadroom = 1024 * 1024;

/**
 * @param calls of each batch; batches double
 * @param external bytes before the first batch and after each
 */
export function outsideTrend(calls: readonly number[], external: readonly number[]): OutsideTrend {
  if (calls.length < fewestBatches) return { kind: 'steady' };
  const late = lateBatches(calls);
  const grown = external.at(-1)! - external[late[0]!]!;
  const keepsUp =
    proportionalGrowth(calls, external) !== undefined || isLevel(calls, external, late);
  if (grown >= leastGrownBytes && keepsUp) {
    return { kind: 'growing', bytesPerCall: grown / total(late.map((batch) => calls[batch]!)) };
  }
  const beyond = beyondHeadroom(calls, external, late);
  if (beyond?.isEnough === true) return { kind: 'growing', bytesPerCall: beyond.perCall };
  if (beyond !== undefined) return { kind: 'rising', began: 'late' };
  return keepsUp && grown >= leastRisenBytes
    ? { kind: 'rising', began: 'early' }
    : { kind: 'steady' };
}

/**
 * The linear memory of WebAssembly begins with megabytes that are free: it stays as it is until calls have
 * used these up, and grows with each batch from there. (A VM of 16 MB was full after 1,500 calls that left 4 kB.)
 * Three batches are seven eighths of all calls; where only the last one or two have grown by their share, more
 * calls tell.
 */
function beyondHeadroom(
  calls: readonly number[],
  external: readonly number[],
  [, first, ...others]: readonly number[],
): { readonly perCall: number; readonly isEnough: boolean } | undefined {
  const isFlatBefore = external
    .slice(0, first! + 1)
    .every((level) => level - external[0]! < leastGrownBytes);
  if (!isFlatBefore) return undefined;
  for (const batches of [[first!, ...others], others, others.slice(-1)]) {
    const growth = proportionalGrowth(calls, external, batches);
    if (growth !== undefined && growth.added >= leastBeyondHeadroom) {
      return { perCall: growth.perCall, isEnough: batches.length > others.length };
    }
  }
  return undefined;
}

/** What is replaced by a larger one when it is full, by half as much again or twice, grows in steps. */
function isLevel(
  calls: readonly number[],
  external: readonly number[],
  late: readonly number[],
): boolean {
  const levels = late.map((batch) => external[batch + 1]! - external[0]!);
  const perCall = levels.map((level, at) => level / total(calls.slice(0, late[at]! + 1)));
  const isRising = levels.every(
    (level, at) => at === 0 || calls[late[at]!]! < 4 || level >= 1.3 * levels[at - 1]!,
  );
  return isRising && Math.min(...perCall) > 0 && Math.max(...perCall) <= 2.2 * Math.min(...perCall);
}
