import type { HeapIndex } from '../core/heap/heapIndex';
import type { GrowthWatch } from './growthWatch';
import { liveObject } from './liveObject';
import { callOn, release, type RemoteObject } from './remoteObject';
import type { Target } from './target';

/**
 * The number of entries of live containers, read natively: V8 describes them as `Map(36)`,
 * `Array(37)` without running any of the program's code. Of other objects it is the number of keys.
 */
export class LiveSizes implements AsyncDisposable {
  private constructor(
    private readonly target: Target,
    private readonly containers: ReadonlyMap<number, RemoteObject>,
    private readonly watch: GrowthWatch,
  ) {}

  /** Containers that are gone by now are left out. V8 walks the heap once for each of them. */
  static async open(
    target: Target,
    { graph }: HeapIndex,
    nodes: readonly number[],
  ): Promise<LiveSizes> {
    const containers = new Map<number, RemoteObject>();
    for (const node of nodes) {
      const object = await liveObject(target, graph.nodeId[node]!);
      if (object !== undefined) containers.set(node, object);
    }
    return new LiveSizes(target, containers, await target.watches.open());
  }

  /** By node. */
  async read(): Promise<Map<number, number>> {
    const sizes = new Map<number, number>();
    for (const [node, object] of this.containers) {
      const again = await callOn(this.target.client, object, 'function () { return this }');
      const size = /\((\d+)\)$/.exec(again.description ?? '')?.[1];
      sizes.set(node, size === undefined ? await this.watch.countKeys(object) : Number(size));
      if (again.objectId !== undefined) {
        await release(this.target.client, { objectId: again.objectId });
      }
    }
    return sizes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const object of this.containers.values()) await release(this.target.client, object);
    await this.watch[Symbol.asyncDispose]();
  }
}
