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
  /** In proportion to the calls, but by no more than what comes and goes: more calls would tell. */
  | { readonly kind: 'rising' }
  | { readonly kind: 'growing'; readonly bytesPerCall: number };

/** Fewer batches (31 calls) than this are start-up. */
const fewestBatches = 6;
/** A few slabs of Node's pool for small buffers, 8 kB each, come and go. */
const leastGrownBytes = 64 * 1024;
/** A number a call, over the fewest calls that a quick function gets. */
const leastRisenBytes = 2 * 1024;

/**
 * @param calls of each batch; batches double
 * @param external bytes before the first batch and after each
 */
export function outsideTrend(calls: readonly number[], external: readonly number[]): OutsideTrend {
  if (calls.length < fewestBatches) return { kind: 'steady' };
  const late = lateBatches(calls);
  const grown = external.at(-1)! - external[late[0]!]!;
  const isProportional = proportionalGrowth(calls, external) !== undefined;
  if (grown >= leastGrownBytes && (isProportional || isLevel(calls, external, late))) {
    return { kind: 'growing', bytesPerCall: grown / total(late.map((batch) => calls[batch]!)) };
  }
  const isRising = grown < leastGrownBytes && grown >= leastRisenBytes && isProportional;
  return { kind: isRising ? 'rising' : 'steady' };
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
