import { bufferCauses, growingBuffers } from '../../core/causes/bufferCauses';
import type { Cause } from '../../core/causes/causes';
import { total } from '../../core/loop/batchFigures';
import type { OutsideBytes } from '../../core/loop/linearMemory';
import { deviation } from '../../core/loop/proportion';
import { inNumber, type Part } from '../../core/loop/parts';
import { isReplacement } from '../../core/loop/replacementTrend';
import { growthOf, hasOpenParts, isGrowing } from '../../core/loop/verdict';
import type { Explanation } from './explain';
import { explainBySizes } from './explainBySizes';
import { growthBySize } from './growthBySize';
import type { Loop } from '../loop/runLoop';
import type { Target } from '../process/target';

interface Context {
  readonly target: Target;
  readonly explanation: Explanation;
  readonly callTimeoutMillis: number;
}

export interface GrowthFound {
  readonly causes: readonly Cause[];
  /** Of the loop, as the heap bears them out. */
  readonly parts: readonly Part[];
}

/**
 * The causes of all growth that the loop showed, in the heap and outside of it. What the snapshot
 * cannot tell, some more calls do.
 */
export async function growthCauses(context: Context, loop: Loop): Promise<GrowthFound> {
  const { parts, outside } = loop;
  // Nothing grows for certain: what the snapshot shows by itself is all that there is to say.
  if (!isGrowing(parts) && outside.kind !== 'growing') {
    return { causes: context.explanation.causes, parts };
  }
  const inHeap = isGrowing(parts) ? await causesInHeap(context, loop) : { causes: [], parts };
  if (outside.kind !== 'growing') return inHeap;
  const causes = await causesOutside(context, inHeap.causes, {
    bytesPerCall: outside.bytesPerCall,
    before: loop.memoryBefore,
    now: loop.batches.at(-1) ?? loop.memoryBefore,
  });
  return { ...inHeap, causes };
}

/** Where no objects accumulate, those of a rolling cache are no cause of what else grows. */
async function causesInHeap(context: Context, loop: Loop): Promise<GrowthFound> {
  const { causes } = context.explanation;
  const { parts } = loop;
  if (causes.length > 0 && growthOf(parts).objectsPerCall > 0) return { causes, parts };
  const bySize = await causesBySize(context, loop);
  if (bySize.length > 0) return { causes: bySize, parts };
  const byNumber = inNumber(parts);
  return { causes: hasOpenParts(byNumber) ? causes : [], parts: byNumber };
}

async function causesBySize(context: Context, loop: Loop): Promise<Cause[]> {
  const { bytesPerCall } = growthOf(loop.parts);
  const { target, explanation, callTimeoutMillis } = context;
  const growing = loop.parts.filter(({ trend }) => trend.kind === 'growing');
  const largestSeen = growing
    .filter(({ trend }) => isReplacement(trend))
    .flatMap(({ series }) => [series.after.at(-1)!.largest, series.course.at(-1)!.bornBytes]);
  const seen = {
    bytesPerCall,
    largestSeen,
    shareGrown: shareGrown(growing),
    loopCalls: total(loop.matrix.calls),
  };
  return explainBySizes(target, explanation, seen, callTimeoutMillis);
}

/**
 * Of all that is alive of some parts, what came with the calls of the loop: as two readings have it, or by what
 * each call was confirmed to add, where the readings, of samples, differ by no more than chance.
 */
function shareGrown(parts: readonly Part[]): number {
  const at = (reading: number, figure: 'objects' | 'bytes'): number =>
    total(parts.map(({ series }) => series.course.at(reading)?.[figure] ?? 0));
  const [before, now] = [at(0, 'bytes'), Math.max(1, at(-1, 'bytes'))];
  if (now - before > deviation(now, now / Math.max(1, at(-1, 'objects')))) return 1 - before / now;
  const added = parts.map(({ series, trend }) =>
    trend.kind === 'growing' ? trend.bytesPerCall * total(series.calls) : 0,
  );
  return Math.min(1, total(added) / now);
}

const mostBuffers = 60;

/** Causes that account for at least this share of what grows outside the heap explain it. */
const explainedShare = 0.5;

interface GrowthOutside {
  readonly bytesPerCall: number;
  /** Before the first call of the loop. */
  readonly before: OutsideBytes;
  /** After its last one. */
  readonly now: OutsideBytes;
}

/**
 * A buffer with more bytes than all of its kind had together before the loop has grown since, if not in the few
 * calls of which its size was read: memory grows in steps. Linear memory does not count among the buffers.
 */
function allBefore(bytes: number, before: OutsideBytes, now: OutsideBytes): number {
  return bytes <= now.arrayBuffers ? before.arrayBuffers : before.external;
}

/**
 * Adds what holds the memory that grows outside the heap, where the causes in it do not account for
 * that: causes that were too few to show among the survivors, and buffers that grow in place or are
 * replaced by larger ones.
 */
async function causesOutside(
  context: Context,
  inHeap: readonly Cause[],
  { bytesPerCall, before, now }: GrowthOutside,
): Promise<readonly Cause[]> {
  const { target, callTimeoutMillis } = context;
  const { index, calls, causes } = context.explanation;
  const explains = (some: readonly Cause[]): boolean =>
    some.reduce((sum, cause) => sum + cause.bytesPerCall, 0) >= explainedShare * bytesPerCall;
  if (explains(inHeap)) return inHeap;
  const heavy = causes.filter((cause) => explains([cause]));
  if (heavy.length > 0) return [...new Set([...heavy, ...inHeap])];
  const growth = { bytesPerCall, allCalls: calls };
  const candidates = growingBuffers(index, growth).slice(0, mostBuffers);
  const old = candidates.filter(({ isOld }) => isOld).map(({ node }) => node);
  const grown = old.length === 0 ? [] : await growthBySize(target, index, old, callTimeoutMillis);
  const buffers = candidates.filter(
    ({ node, isOld, bytes }) =>
      !isOld || bytes > allBefore(bytes, before, now) || grown.some((each) => each.node === node),
  );
  return [...bufferCauses(index, buffers, growth), ...inHeap];
}
