import { findCauses, type Cause } from '../../src/core/causes/causes';
import type { TrackedCalls } from '../../src/core/causes/growthPerCall';
import { growthGroups, type GrowthGroup } from '../../src/core/causes/frontier';
import { typeDescription } from '../../src/core/causes/typeDescription';
import { indexHeap, type HeapIndex } from '../../src/core/heap/heapIndex';
import {
  buildHeap,
  type HeapBuilder,
  type NodeBuilder,
  type NodeOptions,
  type NodeTypeName,
} from './graphDsl';

/**
 * The heap of a made-up program after calls of which the last were tracked: the same code runs for
 * the earlier calls and the tracked ones, and what each batch makes gets the ids of that batch.
 *
 * ```ts
 * const heap = trackedHeap((heap) => {
 *   const sessions = new JsArray(heap);
 *   heap.variable('sessions', sessions.node);
 *   heap.eachCall((call) => sessions.push(call.object('Session'), call));
 * });
 * findCauses(heap.index, heap.calls);
 * ```
 */
export function trackedHeap(
  describe: (heap: TrackedHeapBuilder) => void,
  { calls = [1, 1, 1, 6, 6], earlierCalls = 10, idShift = 0 }: TrackingOptions = {},
): TrackedHeap {
  const built: Partial<Record<'builder', TrackedHeapBuilder>> = {};
  const { graph } = buildHeap((heap) => {
    const builder = new TrackedHeapBuilder(heap, { calls, earlierCalls, idShift });
    describe(builder);
    builder.finish();
    built.builder = builder;
  });
  const boundaries = [-1, ...calls.keys()].map((batch) => idsOfBatch * (batch + 2) - 1);
  return {
    index: indexHeap(graph, boundaries),
    calls: { calls, allCalls: earlierCalls + calls.reduce((sum, made) => sum + made, 0) },
  };
}

export interface TrackingOptions {
  /** Calls of each tracked batch. */
  readonly calls?: readonly number[];
  /** Calls made before tracking began. */
  readonly earlierCalls?: number;
  /** So many odd ids are left out at the start, as if the process had made other objects first. */
  readonly idShift?: number;
}

export interface TrackedHeap {
  readonly index: HeapIndex;
  readonly calls: TrackedCalls;
}

const idsOfBatch = 1_000_000;

/** Makes nodes in one call, with ids of its batch. */
export interface Call {
  /** From 0, the earlier calls included. */
  readonly number: number;
  /** The tracked batch; -1 before tracking. */
  readonly batch: number;
  node(type: NodeTypeName, name: string, options?: NodeOptions): NodeBuilder;
  object(name: string, options?: NodeOptions): NodeBuilder;
  closure(name: string, options?: NodeOptions): NodeBuilder;
  string(value: string): NodeBuilder;
}

export class TrackedHeapBuilder {
  /** A module's scope: what {@link variable} adds to. */
  readonly moduleContext: NodeBuilder;
  /** The global object. */
  readonly global: NodeBuilder;
  readonly gcRoots: NodeBuilder;
  /** Before the first call. */
  readonly before: Call;
  readonly #heap: HeapBuilder;
  readonly #options: Required<TrackingOptions>;
  readonly #newestIds = new Map<number, number>();
  readonly #atEnd: (() => void)[] = [];

  constructor(heap: HeapBuilder, options: Required<TrackingOptions>) {
    this.#heap = heap;
    this.#options = options;
    this.#newestIds.set(-1, 3 + 2 * options.idShift);
    this.before = this.#call(0, -1);
    this.gcRoots = this.before.node('synthetic', '(GC roots)');
    this.global = this.before.object('global');
    heap.root.element(1, this.gcRoots).shortcut('2', this.global);
    const [handle, exported] = [this.before.object('Module'), this.before.object('Object')];
    const main = this.before.closure('handleRequest');
    this.moduleContext = this.before.object('system / Context');
    this.gcRoots.element(1, handle);
    handle.property('exports', exported);
    exported.property('handleRequest', main);
    main.internal('context', this.moduleContext);
  }

  /** Declares a variable of the module. */
  variable(name: string, value: NodeBuilder): void {
    this.moduleContext.context(name, value);
  }

  /** Runs a call's code for all earlier and all tracked calls, in order. */
  eachCall(code: (call: Call) => void): void {
    let number = 0;
    for (; number < this.#options.earlierCalls; number++) code(this.#call(number, -1));
    for (const [batch, calls] of this.#options.calls.entries()) {
      for (let made = 0; made < calls; made++) code(this.#call(number++, batch));
    }
  }

  /** What has to wait until it is known how the program ended. */
  atEnd(action: () => void): void {
    this.#atEnd.push(action);
  }

  finish(): void {
    for (const action of this.#atEnd) action();
  }

  #call(number: number, batch: number): Call {
    const node: Call['node'] = (type, name, options = {}) =>
      this.#heap.node(type, name, { id: this.#nextId(batch), ...options });
    return {
      number,
      batch,
      node,
      object: (name, options) => node('object', name, options),
      closure: (name, options) => node('closure', name, options),
      string: (value) => node('string', value, { size: 24 }),
    };
  }

  #nextId(batch: number): number {
    const id = this.#newestIds.get(batch) ?? idsOfBatch * (batch + 1) + 1;
    this.#newestIds.set(batch, id + 2);
    return id;
  }
}

/** An array as V8 draws it: elements of its own, and again those of a backing store that growth replaces. */
export class JsArray {
  readonly node: NodeBuilder;
  readonly items: NodeBuilder[] = [];
  #capacity = 0;
  #grownIn: Call;

  constructor(heap: TrackedHeapBuilder, madeIn: Call = heap.before) {
    this.node = madeIn.object('Array', { size: 32 });
    this.#grownIn = madeIn;
    heap.atEnd(() => {
      this.#draw();
    });
  }

  push(item: NodeBuilder, call: Call): void {
    this.items.push(item);
    if (this.items.length <= this.#capacity) return;
    this.#capacity = this.items.length + (this.items.length >> 1) + 16;
    this.#grownIn = call;
  }

  #draw(): void {
    const size = 16 + 8 * this.#capacity;
    const store = this.#grownIn.node('array', '(object elements)', { size });
    this.node.internal('elements', store);
    this.items.forEach((item, index) => {
      this.node.element(index, item);
      store.internal(String(index), item);
    });
  }
}

/** A Map or Set as V8 draws it: all entries in one table, which growth replaces. */
export class JsTable {
  readonly node: NodeBuilder;
  readonly #entries: NodeBuilder[] = [];
  #capacity = 2;
  #grownIn: Call;

  constructor(heap: TrackedHeapBuilder, name: 'Map' | 'Set', madeIn: Call = heap.before) {
    this.node = madeIn.object(name, { size: 32 });
    this.#grownIn = madeIn;
    heap.atEnd(() => {
      this.#draw();
    });
  }

  /** @param entry a value, or a key and a value */
  add(call: Call, ...entry: readonly NodeBuilder[]): void {
    this.#entries.push(...entry);
    if (this.#entries.length <= this.#capacity) return;
    this.#capacity *= 2;
    this.#grownIn = call;
  }

  remove(...entry: readonly NodeBuilder[]): void {
    for (const node of entry) this.#entries.splice(this.#entries.indexOf(node), 1);
  }

  #draw(): void {
    const table = this.#grownIn.node('array', '', { size: 16 + 24 * this.#capacity });
    this.node.internal('table', table);
    this.#entries.forEach((entry, index) => table.internal(String(7 + index), entry));
  }
}

/** The groups of a heap in words. */
export function groupsOf({ index, calls }: TrackedHeap): GroupInWords[] {
  return growthGroups(index, calls.calls).map((group) => inWords(index, group));
}

export interface GroupInWords {
  readonly owner: string;
  readonly type: string;
  readonly perBatch: readonly number[];
  readonly population: number;
}

export function inWords(index: HeapIndex, group: GrowthGroup): GroupInWords {
  return {
    owner: typeDescription(index, group.owner).name,
    type: typeDescription(index, group.survivors[0]!).name,
    perBatch: group.perBatch,
    population: group.population,
  };
}

/** The only cause of a heap. @throws where there is none, or more than one */
export function onlyCause({ index, calls }: TrackedHeap): Cause {
  const causes = findCauses(index, calls);
  if (causes.length !== 1) {
    throw new Error(`causes: ${causes.map(({ fingerprint }) => fingerprint).join(', ') || 'none'}`);
  }
  return causes[0]!;
}
