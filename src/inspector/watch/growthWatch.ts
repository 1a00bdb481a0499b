import copiesSource from './copies.target.js';
import watchSource from './growthWatch.target.js';
import type { Cause } from '../../core/causes/causes';
import { heapIdOf, noHeapId } from '../protocol/heapId';
import type { InspectorClient } from '../protocol/inspectorClient';
import { callOn, instantiate, release, valueOf, type RemoteObject } from '../protocol/remoteObject';
import sizesSource from '../explain/sizesSeen.target.js';
import stacksSource from './stacks.target.js';
import recordsSource from './storeRecords.target.js';

/** A frame as V8 counts it for people: line and column 1-based, in the text that runs. */
export interface WatchedFrame {
  readonly functionName: string;
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** One store into a watched object, of something that is still alive. */
export interface WatchedStore {
  readonly key: string;
  /** Whether something of its own was added, and nothing of the same name replaced. */
  readonly adds: boolean;
  /** Whether what was stored was there before: it only changed its place. */
  readonly moves: boolean;
  /** Whether it is added to what is there already; false also where that is not known. */
  readonly mutates: boolean;
  /** Innermost first. */
  readonly frames: readonly WatchedFrame[];
  /** The stacks that set going the turn in which it was stored, the nearest first; none unless traced. */
  readonly origins: readonly (readonly WatchedFrame[])[];
  /** The class of what was stored, as the inspector sees it; undefined for a primitive. */
  readonly className?: string;
}

/** Whether it puts one more of what a cause consists of into a container that lasts. */
export function addsMember({ type }: Pick<Cause, 'type'>, store: WatchedStore): boolean {
  return store.adds && isMember({ type }, store);
}

/** Whether what was stored is of the type that a cause consists of. */
export function isMember({ type }: Pick<Cause, 'type'>, { className }: WatchedStore): boolean {
  return className === type.name || (className === 'Function' && type.kind === 'closure');
}

/** Opens watches in the target; made before the program runs, so that they use the intrinsics as they were. */
export class GrowthWatches {
  private constructor(
    private readonly client: InspectorClient,
    private readonly factory: RemoteObject,
    /** Our script in the target, which can restore all watches at once. */
    readonly handle: RemoteObject,
    private readonly recordsFactory: RemoteObject,
    private readonly sizesFactory: RemoteObject,
  ) {}

  static async create(client: InspectorClient): Promise<GrowthWatches> {
    const [copies, stacks, records, watches, sizes] = await Promise.all([
      instantiate(client, 'copies', copiesSource),
      instantiate(client, 'stacks', stacksSource),
      instantiate(client, 'records', recordsSource),
      instantiate(client, 'watch', watchSource),
      instantiate(client, 'sizes', sizesSource),
    ]);
    const recordsFactory = await callOn(
      client,
      records,
      'function (stacks) { return () => this(stacks) }',
      [stacks],
    );
    const openRecords = { objectId: recordsFactory.objectId! };
    const [factory, sizesFactory] = await Promise.all([
      callOn(
        client,
        watches,
        'function (copies, openRecords, stacks) { return () => this(copies, openRecords(), stacks) }',
        [copies, openRecords, stacks],
      ),
      callOn(
        client,
        sizes,
        'function (copies, openRecords) { return (marks, path, owner) => this(copies, openRecords(), marks, path, owner) }',
        [copies, openRecords],
      ),
    ]);
    return new GrowthWatches(client, { objectId: factory.objectId! }, watches, openRecords, {
      objectId: sizesFactory.objectId!,
    });
  }

  /** Records by themselves, for a script of ours that knows what to record. */
  async openRecords(): Promise<RemoteObject> {
    const records = await callOn(this.client, this.recordsFactory, 'function () { return this() }');
    return { objectId: records.objectId! };
  }

  /**
   * Sizes of the containers that a call comes by, step by step.
   *
   * @param marks what counts the steps
   * @param path properties that lead to a container
   * @param owner from what, where the holder is a property
   */
  async openSizes(
    marks: RemoteObject,
    path: readonly string[],
    owner: RemoteObject | undefined,
  ): Promise<RemoteObject> {
    const sizes = await callOn(
      this.client,
      this.sizesFactory,
      'function (marks, path, owner) { return this(marks, path, owner) }',
      [marks, { value: path }, owner ?? { value: undefined }],
    );
    return { objectId: sizes.objectId! };
  }

  async open(): Promise<GrowthWatch> {
    const watch = await callOn(this.client, this.factory, 'function () { return this() }');
    return new GrowthWatch(this.client, { objectId: watch.objectId! });
  }
}

/** Records what is stored in one object, and from where, until it is disposed of; then nothing is left of it. */
export class GrowthWatch implements AsyncDisposable {
  constructor(
    private readonly client: InspectorClient,
    private readonly watch: RemoteObject,
  ) {}

  /** @param links own properties that lead to the survivors */
  async interpose(object: RemoteObject, links: readonly string[]): Promise<void> {
    await valueOf(
      this.client,
      this.watch,
      'function (object, links) { this.watch(object, links) }',
      [object, { value: links }],
    );
  }

  /** Until it is restored, what is stored in a later turn tells what set that going as well. */
  async traceOrigins(): Promise<void> {
    await valueOf(this.client, this.watch, 'function () { this.traceOrigins() }');
  }

  /** A function that records its caller's stack and answers false: for the condition of a breakpoint. */
  recorder(key: string): Promise<RemoteObject> {
    return this.#recorder(key, false, Number.MAX_SAFE_INTEGER);
  }

  /**
   * As {@link recorder}, where something is added to what is there already.
   *
   * @param most called more often, it saw a copy being made, and none of its records counts
   */
  mutationRecorder(key: string, most: number): Promise<RemoteObject> {
    return this.#recorder(key, true, most);
  }

  async #recorder(key: string, mutates: boolean, most: number): Promise<RemoteObject> {
    const recorder = await callOn(
      this.client,
      this.watch,
      'function (key, mutates, most) { return this.recorder(key, mutates, most) }',
      [{ value: key }, { value: mutates }, { value: most }],
    );
    return { objectId: recorder.objectId! };
  }

  /** The number of an object's own keys. */
  countKeys(object: RemoteObject): Promise<number> {
    return valueOf(this.client, this.watch, 'function (object) { return this.countKeys(object) }', [
      object,
    ]);
  }

  async restore(): Promise<void> {
    await valueOf(this.client, this.watch, 'function () { this.restore() }');
  }

  /** Stores whose value still lives; call it after forced collections. */
  async stores(): Promise<WatchedStore[]> {
    const stores = await valueOf<WatchedStore[]>(
      this.client,
      this.watch,
      'function () { return this.results() }',
    );
    const values = await this.#values();
    return stores.map((store, at) => {
      const value = values.get(String(at));
      if (value === undefined) return store;
      const { className, isOld } = value;
      return { ...store, className, moves: store.moves || isOld };
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.client.gone.aborted) return;
    await this.restore();
    await release(this.client, this.watch);
  }

  /** The objects that were stored, by their place among the stores. */
  async #values(): Promise<Map<string, StoredObject>> {
    const values = await callOn(this.client, this.watch, 'function () { return this.values() }');
    const list = { objectId: values.objectId! };
    const { result } = await this.client.send('Runtime.getProperties', {
      objectId: list.objectId,
      ownProperties: true,
    });
    const objects = result.flatMap(({ name, value }) =>
      value?.className === undefined || value.objectId === undefined
        ? []
        : [{ name, className: value.className, objectId: value.objectId }],
    );
    const described = await Promise.all(
      objects.map(async ({ name, className, objectId }) => {
        const isOld = (await heapIdOf(this.client, { objectId })) !== noHeapId;
        return [name, { className, isOld }] as const;
      }),
    );
    // Each of them is a handle of its own, which would keep the value alive.
    await Promise.all([list, ...objects].map(({ objectId }) => release(this.client, { objectId })));
    return new Map(described);
  }
}

interface StoredObject {
  readonly className: string;
  /** Whether it was made before the watched calls. */
  readonly isOld: boolean;
}
