import { nextStep, type LoopBudget, type LoopStep } from '../../src/core/loop/loopPlan';
import { partsOf, type Part } from '../../src/core/loop/parts';
import { screened } from '../../src/core/loop/screening';
import {
  SurvivorMatrix,
  type LiveSample,
  type SamplerReading,
} from '../../src/core/loop/survivors';
import { trendOf, type Trend } from '../../src/core/loop/trend';
import { randomSource } from './randomSource';

/**
 * Survivor matrices made by running made-up programs: a program allocates and frees objects in a
 * made-up heap, and the loop reads after each batch what a sampler would see.
 *
 * ```ts
 * const leak: Program = (heap) => ({ call: () => heap.allocate() });
 * trendsOf(leak, 14).at(-1); // { kind: 'growing', … } after 8,192 calls
 * ```
 */
export type Program = (heap: MadeUpHeap) => RunningProgram;

export interface RunningProgram {
  /** One call; `number` counts from 0 over all batches. */
  call(number: number): void;
  /** What happens at a collection: one after each batch, or several within it. */
  onCollection?(): void;
  /** What happens beside the calls, before the batch with this index is read. */
  afterBatch?(batch: number): void;
}

/** The stack that allocates unless another is named. */
export const mainSite = 1;

/** A live object of a {@link MadeUpHeap}; its identity is what counts. */
export type MadeUpObject = LiveSample;

export class MadeUpHeap {
  readonly #live = new Set<MadeUpObject>();
  #newestOrdinal = 0;

  /** @param size in bytes */
  allocate(size = 16, site = mainSite): MadeUpObject {
    this.#newestOrdinal += 1;
    const object = { ordinal: this.#newestOrdinal, size, site };
    this.#live.add(object);
    return object;
  }

  free(object: MadeUpObject | undefined): void {
    if (object !== undefined) this.#live.delete(object);
  }

  reading(): SamplerReading {
    return { samples: [...this.#live], newestOrdinal: this.#newestOrdinal };
  }
}

/** 1, 1, 2, 4, 8 …: the calls of the loop's batches. */
export function doublingCalls(batches: number): number[] {
  return Array.from({ length: batches }, (_, batch) => (batch === 0 ? 1 : 2 ** (batch - 1)));
}

/** A program while it is looped over. */
export class MadeUpLoop {
  readonly matrix: SurvivorMatrix;
  readonly #heap = new MadeUpHeap();
  readonly #running: RunningProgram;
  #made = 0;

  /** @param warmUpCalls sampled calls before the first batch */
  constructor(program: Program, warmUpCalls = 0) {
    this.#running = program(this.#heap);
    const start = this.#heap.reading();
    for (let call = 0; call < warmUpCalls; call++) this.#running.call(this.#made++);
    this.matrix = new SurvivorMatrix(start, this.#heap.reading());
  }

  /** One batch, collected and read after each of its parts. */
  run(calls: number, readings = 1): void {
    const part = Math.ceil(calls / readings);
    for (let call = 1; call <= calls; call++) {
      this.#running.call(this.#made++);
      if (call % part === 0 || call === calls) this.#running.onCollection?.();
      if (call % part === 0 && call < calls) this.matrix.addPart(part, this.#heap.reading());
    }
    this.#running.afterBatch?.(this.matrix.batches);
    this.matrix.add(calls % part === 0 ? part : calls % part, this.#heap.reading());
  }
}

export interface LoopEnd {
  readonly calls: readonly number[];
  readonly parts: readonly Part[];
  readonly last: LoopStep;
}

/** The loop as the plan has it, to its end, without a process; each site is a part of its own. */
export function loopOver(
  program: Program,
  budget: LoopBudget,
  { warmUpCalls = 0, partOf = (site: number) => site } = {},
): LoopEnd {
  const running = new MadeUpLoop(program, warmUpCalls);
  for (;;) {
    const { matrix } = running;
    const all = partsOf(matrix, (site) => ({ part: partOf(site), isProgram: true }));
    const parts = budget.screens === true ? screened(all) : all;
    const spent = { callMillis: 1_000, millis: 1_000, bytes: 0, millisPerReading: 1 };
    const last = nextStep(matrix.calls, parts, budget, spent);
    if (last.kind === 'finish') return { calls: matrix.calls, parts, last };
    running.run(last.calls, last.readings);
  }
}

/** The matrix of a program after batches of these calls. */
export function runBatches(program: Program, calls: readonly number[]): SurvivorMatrix {
  const loop = new MadeUpLoop(program);
  for (const count of calls) loop.run(count);
  return loop.matrix;
}

/** What the trend of a program's main site is after each of so many doubling batches. */
export function trendsOf(program: Program, batches: number): Trend[] {
  const loop = new MadeUpLoop(program);
  return doublingCalls(batches).map((calls) => {
    loop.run(calls);
    return trendOf(loop.matrix.series([mainSite]));
  });
}

export function kinds(trends: readonly Trend[]): string[] {
  return trends.map(({ kind }) => kind);
}

/** Several programs in one: each call calls them all. */
export function together(...programs: readonly Program[]): Program {
  return (heap) => {
    const running = programs.map((program) => program(heap));
    return {
      call: (number) => {
        for (const each of running) each.call(number);
      },
      onCollection: () => {
        for (const each of running) each.onCollection?.();
      },
      afterBatch: (batch) => {
        for (const each of running) each.afterBatch?.(batch);
      },
    };
  };
}

export interface Allocation {
  /** Bytes; 16 unless given. */
  readonly size?: number;
  readonly site?: number;
}

/** Keeps `count` objects of each `every`th call. */
export function leak(
  { every = 1, count = 1 }: { readonly every?: number; readonly count?: number } = {},
  { size, site }: Allocation = {},
): Program {
  return (heap) => ({
    call: (number) => {
      if (number % every !== every - 1) return;
      for (let made = 0; made < count; made++) heap.allocate(size, site);
    },
  });
}

/** Keeps the object of a call with this probability. */
export function leakByChance(probability: number, seed: number): Program {
  return (heap) => {
    const random = randomSource(seed);
    return {
      call: () => {
        if (random(1_000_000) < probability * 1_000_000) heap.allocate();
      },
    };
  };
}

/** A cache of the newest `capacity` entries. */
export function lruCache(capacity: number, { size, site }: Allocation = {}): Program {
  return (heap) => {
    const entries: MadeUpObject[] = [];
    return {
      call: () => {
        entries.push(heap.allocate(size, site));
        if (entries.length > capacity) heap.free(entries.shift());
      },
    };
  };
}

/** A full cache throws out any entry, not the oldest. */
export function randomlyEvictingCache(capacity: number, seed: number): Program {
  return (heap) => {
    const random = randomSource(seed);
    const entries: MadeUpObject[] = [];
    return {
      call: () => {
        const at = entries.length < capacity ? entries.length : random(capacity);
        heap.free(entries[at]);
        entries[at] = heap.allocate();
      },
    };
  };
}

/** Collects the objects of `period` calls, then drops them all (a buffer that is flushed). */
export function sawtooth(period: number): Program {
  return (heap) => {
    let pending: MadeUpObject[] = [];
    return {
      call: () => {
        pending.push(heap.allocate());
        if (pending.length < period) return;
        for (const object of pending) heap.free(object);
        pending = [];
      },
    };
  };
}

/** Computes each of so many keys once and keeps it; calls come with any key. */
export function memo(keys: number, seed: number): Program {
  return (heap) => {
    const random = randomSource(seed);
    const known = new Set<number>();
    return {
      call: () => {
        const key = random(keys);
        if (known.has(key)) return;
        known.add(key);
        heap.allocate();
      },
    };
  };
}

/** What is made on first use and kept: so many objects, by one call. */
export function lazyFill(objects: number, atCall: number): Program {
  return (heap) => ({
    call: (number) => {
      for (let made = 0; number === atCall && made < objects; made++) heap.allocate();
    },
  });
}

/** V8's own records: after these batches, so many objects that stay (feedback, compiled code …). */
export function engineNoise(objectsAfterBatch: ReadonlyMap<number, number>): Program {
  return (heap) => ({
    call: () => undefined,
    afterBatch: (batch) => {
      for (let made = 0; made < (objectsAfterBatch.get(batch) ?? 0); made++) heap.allocate(56);
    },
  });
}

/** Four objects a call, which optimised code, from some call on, allocates in one go: one sample. */
export function foldedLeak(fromCall: number): Program {
  return (heap) => ({
    call: (number) => {
      if (number >= fromCall) heap.allocate(64);
      else for (let made = 0; made < 4; made++) heap.allocate(16);
    },
  });
}

/** An array of numbers, 8 bytes a call: one backing store, replaced by one of 1.5 times its length. */
export function growingBackingStore(): Program {
  return (heap) => {
    let capacity = 0;
    let length = 0;
    let store: MadeUpObject | undefined;
    return {
      call: () => {
        length += 1;
        if (length <= capacity) return;
        capacity = length + Math.floor(length / 2) + 16; // V8: JSObject::NewElementsCapacity
        heap.free(store);
        store = heap.allocate(16 + 8 * capacity);
      },
    };
  };
}

/** A buffer of fixed size that each call replaces. */
export function replacedBuffer(bytes: number): Program {
  return (heap) => {
    let buffer: MadeUpObject | undefined;
    return {
      call: () => {
        heap.free(buffer);
        buffer = heap.allocate(bytes);
      },
    };
  };
}

/**
 * A table that has room for the entries made since the last collection (as that of a WeakMap with
 * keys that die young): it grows with the calls between two collections, and shrinks after.
 */
export function tableBetweenCollections(bytesPerEntry = 32): Program {
  return (heap) => {
    let entries = 0;
    let capacity = 0;
    let table: MadeUpObject | undefined;
    return {
      call: () => {
        entries += 1;
        // Rehashing looks at what is in it now: too small a table doubles, too large a one shrinks.
        if (entries <= capacity && entries * 8 > capacity) return;
        capacity = Math.max(4, 2 * entries);
        heap.free(table);
        table = heap.allocate(bytesPerEntry * capacity);
      },
      onCollection: () => {
        entries = 0;
      },
    };
  };
}

/** Computes each of so many keys once and keeps it; they come in turn. */
export function memoInTurn(keys: number): Program {
  return (heap) => ({
    call: (number) => {
      if (number < keys) heap.allocate();
    },
  });
}

/** A cache whose newer half becomes the older one when it is full; what was the older one goes. */
export function twoGenerations(capacity: number): Program {
  return (heap) => {
    let older: MadeUpObject[] = [];
    let newer: MadeUpObject[] = [];
    return {
      call: () => {
        newer.push(heap.allocate());
        if (newer.length < capacity) return;
        for (const object of older) heap.free(object);
        older = newer;
        newer = [];
      },
    };
  };
}

/** What a program does from some call on; before, it does nothing. */
export function startingAt(first: number, program: Program): Program {
  return (heap) => {
    const running = program(heap);
    return {
      call: (number) => {
        if (number >= first) running.call(number - first);
      },
    };
  };
}
