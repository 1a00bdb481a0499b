/** An entry of a list with the slot that holds it: what one call at least leaves behind when it leaks. */
const smallEntryBytes = 50;
/** Samples of it that show a proportion for certain; where 12 are enough, chance may leave out some. */
const samplesBeyondChance = 30;

/**
 * Whether calls are so heavy, and so few, that the sampler may have overlooked a small object that each
 * of them keeps: it sees one in `interval` bytes of all that is allocated, garbage included.
 *
 * @param interval mean distance between samples in bytes; 1 is exact
 */
export function mayOverlookSmallObjects(calls: number, interval: number): boolean {
  return interval > 1 && (calls * smallEntryBytes) / interval < samplesBeyondChance;
}
