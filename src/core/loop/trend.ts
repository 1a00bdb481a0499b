import { backlogTrend } from './backlogTrend';
import { settledBatches, total } from './batchFigures';
import { boundedTrend } from './boundedTrend';
import { deviation, isProportional, meanSize, perSettledCall } from './proportion';
import { bytesReplaced } from './replacementTrend';
import { bytesRenewed } from './renewalTrend';
import { isSlowing } from './slowing';
import type { Alive, Series } from './survivors';

/**
 * How the survivors of one part of the program develop, from their survivor matrix alone.
 *
 * - `none`: nothing is alive.
 * - `growing`: what old calls left behind stays, and new calls leave behind as much again.
 * - `bounded`: the calls leave something behind, but never more than `bound` objects together: it
 *   `evicts` (old ones go when new ones come), `fills` (new calls add less and less, or nothing any
 *   more) or `flushes` (now and then all goes at once).
 * - `passing`: a few objects at odd moments, such as V8 keeps for itself while code gets warm.
 * - `undecided`: too few calls to tell.
 */
export type Trend =
  | { readonly kind: 'none' | 'passing' | 'undecided' }
  | {
      readonly kind: 'growing';
      readonly objectsPerCall: number;
      readonly bytesPerCall: number;
      /** Of what the calls leave behind, what there is more of: 1/2 in a queue that loses one for each two that it gets. */
      readonly keptShare?: number;
      /** Of what grows by its size alone: how its objects develop in number. */
      readonly inNumber?: Trend;
    }
  | {
      readonly kind: 'bounded';
      readonly how: 'evicts' | 'fills' | 'flushes';
      readonly bound: number;
      readonly bytes: number;
    };

/** Two batches to be old, two to be new. */
const fewestBatches = 4;
/** Fewer survivors than this in three quarters of the calls could be chance. */
export const fewestSurvivors = 12;
/** One object in 64 calls: V8's own business comes to less, and less is not claimed to be excluded. */
export const negligiblePerCall = 1 / 64;

/**
 * Pure arithmetic, no names, no sizes: batches double, so between the last two readings the number
 * of calls doubled too, and whatever bounds the survivors must have shown in the old ones.
 */
export function trendOf(series: Series): Trend {
  const objects = objectTrend(series);
  if (objects.kind === 'growing' || objects.kind === 'none') return objects;
  const bytesPerCall = bytesReplaced(series) ?? bytesRenewed(series);
  if (bytesPerCall !== undefined) return growingInSize(bytesPerCall, objects);
  return objects.kind === 'bounded' ? objects : (backlogTrend(series) ?? objects);
}

/** @param inNumber how the objects develop: what counts where nothing in the heap is found to get larger */
export function growingInSize(bytesPerCall: number, inNumber: Trend): Trend {
  return { kind: 'growing', objectsPerCall: 0, bytesPerCall, inNumber };
}

function objectTrend(series: Series): Trend {
  const { calls, after } = series;
  const last = calls.length - 1;
  const now = after[last]?.objects ?? [];
  if (total(now) === 0) return { kind: after.some(hasAny) ? 'passing' : 'none' };
  if (calls.length < fewestBatches) return { kind: 'undecided' };
  const objectsPerCall = perSettledCall(calls, now);
  const isGrowing =
    isKept(series) &&
    isProportional(series) &&
    isEnough(series) &&
    goesOn(series) &&
    !isSlowing(series);
  if (isGrowing && objectsPerCall >= negligiblePerCall) {
    const bytesPerCall = perSettledCall(calls, after[last]!.bytes);
    return { kind: 'growing', objectsPerCall, bytesPerCall };
  }
  return boundedTrend(series) ?? { kind: isUnfinished(series) ? 'undecided' : 'passing' };
}

/**
 * What the older calls left behind is still there after as many calls again: in bytes, or in objects,
 * as a table that outgrew itself in the last batch leaves many bytes but is one object.
 */
function isKept({ calls, after }: Series): boolean {
  const last = calls.length - 1;
  const size = meanSize(after[last]!, settledBatches(calls));
  const old = (batch: number, figure: 'objects' | 'bytes'): number =>
    total(after[batch]![figure].slice(0, last - 1));
  const [bytes, objects] = [old(last - 1, 'bytes'), old(last - 1, 'objects')];
  return (
    old(last, 'objects') > 0 &&
    (old(last, 'bytes') >= bytes - deviation(bytes, size) ||
      old(last, 'objects') >= objects - deviation(objects, 1))
  );
}

/** To the end: a memo of 10,000 keys is full when two thirds of 16,383 calls are made. */
function goesOn({ calls, after, course }: Series): boolean {
  const now = course.at(-1)!;
  const late = course.filter((reading) => reading.calls > (7 / 8) * now.calls);
  const before = course.at(-1 - late.length)?.calls ?? 0;
  const expected = perSettledCall(calls, after.at(-1)!.bytes) * (now.calls - before);
  const born = total(late.map(({ bornBytes }) => bornBytes));
  const size = meanSize(after.at(-1)!, settledBatches(calls));
  return born >= expected / 2 - deviation(expected, size);
}

/** Enough survivors for their proportion to the calls to be beyond chance. */
function isEnough({ calls, after }: Series): boolean {
  const now = after.at(-1)!.objects;
  if (total(settledBatches(calls).map((batch) => now[batch]!)) >= fewestSurvivors) return true;
  // Few calls were possible: then every single one must have left the same number behind.
  const each = now.at(-1)! / calls.at(-1)!;
  return each >= 1 && calls.every((made, batch) => batch === 0 || now[batch] === each * made);
}

/** The newest calls still leave something behind; whether it stays, more calls would tell. */
function isUnfinished({ calls, after }: Series): boolean {
  const last = calls.length - 1;
  const now = after[last]!.objects;
  return now[last]! > 0 || now[last - 1]! > 0;
}

function hasAny({ objects }: Alive): boolean {
  return objects.some((count) => count > 0);
}
