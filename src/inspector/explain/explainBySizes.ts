import { containerCauses, uniqueFingerprints, type Cause } from '../../core/causes/causes';
import { largestContainers } from '../../core/causes/numericContainers';
import {
  replacedObjects,
  replacementCause,
  wasSeenToGrow,
  type ReplacedObject,
} from '../../core/causes/replacedObjects';
import { renewalCause, renewedStructures } from '../../core/causes/renewedStructures';
import type { HeapIndex } from '../../core/heap/heapIndex';
import { entryBytes } from '../../core/loop/replacementTrend';
import { bytesMadeAnew } from './bytesMadeAnew';
import type { Explanation } from './explain';
import { growthBySize, sizingCalls } from './growthBySize';
import { LiveSizes } from './liveSizes';
import type { Target } from '../process/target';

/** What grew from the first call on has at least this share of all the bytes that grew. */
const shareOfGrowth = 0.2;
const mostContainers = 60;

/** What the loop saw. */
interface GrowthSeen {
  readonly bytesPerCall: number;
  /** Bytes of what was largest of each part that grew by replacement, and of what was made anew, at its end. */
  readonly largestSeen: readonly number[];
  /** Of all that is alive of these parts, what came with the calls of the loop; the rest was there before. */
  readonly shareGrown: number;
  readonly loopCalls: number;
}

/**
 * For growth that shows no objects: which containers hold more entries after some more calls, and
 * more again after as many calls again; else what each call replaced by something larger.
 */
export async function explainBySizes(
  target: Target,
  { index, calls, trackedCalls }: Explanation,
  { bytesPerCall, largestSeen, shareGrown, loopCalls }: GrowthSeen,
  callTimeoutMillis: number,
): Promise<Cause[]> {
  const leastBytes = shareOfGrowth * bytesPerCall * calls;
  // Before any more calls replace them.
  const replaced = await replacements(target, index, leastBytes, largestSeen);
  const candidates = largestContainers(index, leastBytes).slice(0, mostContainers);
  const containers = await growthBySize(target, index, candidates, callTimeoutMillis);
  const causes = containerCauses(index, containers, bytesPerCall, calls + sizingCalls);
  if (causes.length > 0) return causes;
  const leastRenewed = shareOfRenewal * bytesPerCall * calls;
  const [whole] = renewedStructures(index, leastRenewed).filter(
    ({ objects }) => objects >= fewestRenewed,
  );
  if (whole === undefined && replaced.length === 0) return [];
  const anew = await bytesMadeAnew(target, calls + sizingCalls, callTimeoutMillis);
  if (whole !== undefined && anew >= leastRenewed) {
    return [renewalCause(index, whole, { shareGrown, calls: loopCalls + trackedCalls })];
  }
  const grown = replaced.filter(({ bytes }) => anew >= leastMadeAnew * bytes);
  const total = grown.reduce((sum, { bytes }) => sum + bytes, 0);
  return uniqueFingerprints(
    grown.map((each) =>
      replacementCause(index, each, { bytesPerCall: (bytesPerCall * each.bytes) / total, calls }),
    ),
  );
}

/** What each call makes anew as a whole, and larger, must have most of the bytes that grew. */
const shareOfRenewal = 0.5;
/** Of fewer objects there is one that is replaced. */
const fewestRenewed = 12;
/** Of what calls replaced by something larger: what is only as large as the arguments ask for is not made again. */
const leastMadeAnew = 0.5;

/** Those that grew and are full: a backing store is as large as the most that was ever in it. */
async function replacements(
  target: Target,
  index: HeapIndex,
  leastBytes: number,
  largestSeen: readonly number[],
): Promise<ReplacedObject[]> {
  const candidates = replacedObjects(index, leastBytes)
    .filter((each) => wasSeenToGrow(each, largestSeen))
    .slice(0, mostContainers);
  const stores = candidates.filter(({ isFull }) => !isFull).map(({ container }) => container);
  await using live = await LiveSizes.open(target, index, stores);
  const entries = await live.read();
  return candidates.filter(
    ({ isFull, container, bytes }) => isFull || (entries.get(container) ?? 0) * entryBytes >= bytes,
  );
}
