import { addSize, largestOf, type LargestSizes } from './largestSizes';

/**
 * The survivor matrix: which objects, born in which batch of calls, are alive after which batch.
 *
 * Source: V8's sampling heap profiler at interval 1 gives every live object its place in the order
 * of allocation (`ordinal`); the greatest ordinal seen after a batch is that batch's boundary.
 */

/** One live sample; `size` in bytes, `site` numbers an allocation stack, 0 what is not the loop's. */
export interface LiveSample {
  readonly ordinal: number;
  readonly size: number;
  readonly site: number;
}

export interface SamplerReading {
  readonly samples: readonly LiveSample[];
  readonly newestOrdinal: number;
}

/** Live objects and bytes by the batch that they were born in, as read after one batch. */
export interface Alive {
  readonly objects: readonly number[];
  readonly bytes: readonly number[];
  /** Those of the calls before the first batch that were sampled too: a cache counts them, a rate does not. */
  readonly earlier: { readonly objects: number; readonly bytes: number };
  /** Bytes of the largest single object, whenever it was born. */
  readonly largest: number;
}

/** What was alive at one reading; a batch has one at its end, a large one several within it. */
export interface Moment {
  /** Made since the loop began. */
  readonly calls: number;
  /** Alive now, those of the warm-up's calls among them. */
  readonly objects: number;
  readonly bytes: number;
  /** Alive now and born since the reading before. */
  readonly born: number;
  readonly bornBytes: number;
  readonly sizes: LargestSizes;
}

/** How the objects of some allocation stacks developed. */
export interface Series {
  /** Calls of each batch. */
  readonly calls: readonly number[];
  /** `after[j].objects[i]`: born in batch `i` and alive after batch `j` (i ≤ j). */
  readonly after: readonly Alive[];
  /** Every reading in order, those within batches as well. */
  readonly course: readonly Moment[];
}

export class SurvivorMatrix {
  readonly #start: number;
  readonly #loopStart: number;
  readonly #calls: number[] = [];
  readonly #boundaries: number[] = [];
  /** Per batch: allocation site → what was alive after it. */
  readonly #readings: ReadonlyMap<number, MutableAlive>[] = [];
  /** Per reading: allocation site → what was alive then. */
  readonly #course: Reading[] = [];
  #newestOrdinal: number;
  #callsOfOpenBatch = 0;

  /**
   * @param start reading before the first sampled call: what it lists is older than all calls that count
   * @param loopStart reading before the first batch: what was born between the two is `earlier`
   */
  constructor(start: SamplerReading, loopStart = start) {
    this.#start = start.newestOrdinal;
    this.#loopStart = Math.max(this.#start, loopStart.newestOrdinal);
    this.#newestOrdinal = this.#loopStart;
  }

  get batches(): number {
    return this.#calls.length;
  }

  get calls(): readonly number[] {
    return this.#calls;
  }

  /** The boundary of the last reading. */
  get newestOrdinal(): number {
    return this.#newestOrdinal;
  }

  /** Adds the last or only part of a batch: its calls, and what was alive once it had been collected after. */
  add(calls: number, reading: SamplerReading): void {
    this.addPart(calls, reading);
    this.#calls.push(this.#callsOfOpenBatch);
    this.#callsOfOpenBatch = 0;
    this.#boundaries.push(this.#newestOrdinal);
    const bySite = new Map<number, MutableAlive>();
    for (const { ordinal, size, site } of reading.samples) {
      if (ordinal <= this.#start || site === 0) continue;
      const alive = getOrInsert(bySite, site, () => emptyAlive(this.#calls.length));
      alive.largest = Math.max(alive.largest, size);
      if (ordinal <= this.#loopStart) {
        alive.earlier.objects += 1;
        alive.earlier.bytes += size;
        continue;
      }
      const batch = this.#birthBatch(ordinal);
      alive.objects[batch]! += 1;
      alive.bytes[batch]! += size;
    }
    this.#readings.push(bySite);
  }

  /** Puts a later reading in the place of the last one: the same calls, once their late work is done. */
  readAgain(reading: SamplerReading): void {
    const callsOfBatch = this.#calls.pop()!;
    this.#boundaries.pop();
    this.#readings.pop();
    const last = this.#course.pop()!;
    const calls = last.calls - (this.#course.at(-1)?.calls ?? 0);
    this.#newestOrdinal = last.since;
    this.#callsOfOpenBatch = callsOfBatch - calls;
    this.add(calls, reading);
  }

  /** Adds a part of a batch that goes on. */
  addPart(calls: number, reading: SamplerReading): void {
    this.#callsOfOpenBatch += calls;
    const alive = new Map<number, MutableMoment>();
    const made = (this.#course.at(-1)?.calls ?? 0) + calls;
    for (const { ordinal, size, site } of reading.samples) {
      if (ordinal <= this.#start || site === 0) continue;
      const moment = getOrInsert(alive, site, () => nothingAlive(made));
      moment.objects += 1;
      moment.bytes += size;
      if (ordinal > this.#newestOrdinal) {
        moment.born += 1;
        moment.bornBytes += size;
      }
      addSize(moment.sizes, size);
    }
    this.#course.push({ calls: made, since: this.#newestOrdinal, alive });
    this.#newestOrdinal = Math.max(this.#newestOrdinal, reading.newestOrdinal);
  }

  /** Live objects in `reading` that the loop made since the last reading, at the sites that `counts` admits. */
  bornSince(reading: SamplerReading, counts: (site: number) => boolean): number {
    return reading.samples.filter(
      ({ ordinal, site }) => ordinal > this.newestOrdinal && site !== 0 && counts(site),
    ).length;
  }

  /** Every site with anything of the batches' making alive after any of them. */
  sites(): readonly number[] {
    const ofBatches = this.#readings.flatMap((reading) =>
      [...reading].filter(([, { objects }]) => objects.some((count) => count > 0)),
    );
    return [...new Set(ofBatches.map(([site]) => site))];
  }

  /** The development of some sites together. */
  series(sites: readonly number[]): Series {
    const after = this.#readings.map((reading, batch) =>
      sum(
        sites.flatMap((site) => reading.get(site) ?? []),
        batch + 1,
      ),
    );
    const course = this.#course.map(({ calls, alive }) =>
      together(
        sites.flatMap((site) => alive.get(site) ?? []),
        calls,
      ),
    );
    return { calls: this.#calls, after, course };
  }

  #birthBatch(ordinal: number): number {
    // Few batches (they double): a linear search from the newest end is the fastest.
    let batch = this.#boundaries.length - 1;
    while (batch > 0 && ordinal <= this.#boundaries[batch - 1]!) batch--;
    return batch;
  }
}

interface Reading {
  /** Made since the loop began. */
  readonly calls: number;
  /** The boundary of the reading before. */
  readonly since: number;
  readonly alive: ReadonlyMap<number, Moment>;
}

interface MutableMoment {
  readonly calls: number;
  objects: number;
  bytes: number;
  born: number;
  bornBytes: number;
  readonly sizes: number[];
}

function nothingAlive(calls: number): MutableMoment {
  return { calls, objects: 0, bytes: 0, born: 0, bornBytes: 0, sizes: [] };
}

function together(moments: readonly Moment[], calls: number): Moment {
  const all = nothingAlive(calls);
  for (const { objects, bytes, born, bornBytes } of moments) {
    all.objects += objects;
    all.bytes += bytes;
    all.born += born;
    all.bornBytes += bornBytes;
  }
  return { ...all, sizes: largestOf(moments.map(({ sizes }) => sizes)) };
}

interface MutableAlive {
  readonly objects: number[];
  readonly bytes: number[];
  readonly earlier: { objects: number; bytes: number };
  largest: number;
}

function emptyAlive(batches: number): MutableAlive {
  return {
    objects: new Array<number>(batches).fill(0),
    bytes: new Array<number>(batches).fill(0),
    earlier: { objects: 0, bytes: 0 },
    largest: 0,
  };
}

function sum(parts: readonly Alive[], batches: number): Alive {
  const total = emptyAlive(batches);
  for (const part of parts) {
    total.largest = Math.max(total.largest, part.largest);
    total.earlier.objects += part.earlier.objects;
    total.earlier.bytes += part.earlier.bytes;
    for (let batch = 0; batch < part.objects.length; batch++) {
      total.objects[batch]! += part.objects[batch]!;
      total.bytes[batch]! += part.bytes[batch]!;
    }
  }
  return total;
}

function getOrInsert<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
