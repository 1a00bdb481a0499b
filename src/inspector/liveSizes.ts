import type { HeapIndex } from '../core/heap/heapIndex';
import { liveObject } from './liveObject';
import { callOn, release, type RemoteObject } from './remoteObject';
import type { Target } from './target';

/**
 * The number of entries of live containers, read natively: V8 describes them as `Map(36)`,
 * `Array(37)` without running any of the program's code.
 */
export class LiveSizes implements AsyncDisposable {
  private constructor(
    private readonly target: Target,
    private readonly containers: ReadonlyMap<number, RemoteObject>,
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
    return new LiveSizes(target, containers);
  }

  /** By node; containers that tell no size are not in it. */
  async read(): Promise<Map<number, number>> {
    const sizes = new Map<number, number>();
    for (const [node, object] of this.containers) {
      const again = await callOn(this.target.client, object, 'function () { return this }');
      const size = /\((\d+)\)$/.exec(again.description ?? '')?.[1];
      if (size !== undefined) sizes.set(node, Number(size));
      if (again.objectId !== undefined) {
        await release(this.target.client, { objectId: again.objectId });
      }
    }
    return sizes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const object of this.containers.values()) await release(this.target.client, object);
  }
}
