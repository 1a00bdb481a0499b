import type { HeapIndex } from '../../core/heap/heapIndex';
import type { GrowthWatch } from '../watch/growthWatch';
import { describedSize } from './describedSize';
import { liveNode } from './liveNode';
import { lookupDeadline } from './liveObject';
import { release, type RemoteObject } from '../protocol/remoteObject';
import type { Target } from '../process/target';

/** The number of entries of live containers; of other objects it is the number of keys. */
export class LiveSizes implements AsyncDisposable {
  private constructor(
    private readonly target: Target,
    private readonly containers: ReadonlyMap<number, RemoteObject>,
    private readonly watch: GrowthWatch,
  ) {}

  /** Containers that are gone by now are left out, and the last ones where there is no time for all. */
  static async open(
    target: Target,
    index: HeapIndex,
    nodes: readonly number[],
  ): Promise<LiveSizes> {
    const containers = new Map<number, RemoteObject>();
    const deadline = lookupDeadline();
    for (const node of nodes) {
      if (deadline.isPast()) break;
      const object = await liveNode(target, index, node);
      if (object !== undefined) containers.set(node, object);
    }
    return new LiveSizes(target, containers, await target.watches.open());
  }

  /** By node; only of collections and arrays, whose size V8 tells. */
  async readCollections(): Promise<Map<number, number>> {
    const sizes = new Map<number, number>();
    for (const [node, object] of this.containers) {
      const described = await describedSize(this.target.client, object);
      if (described !== undefined) sizes.set(node, described.size);
    }
    return sizes;
  }

  /** By node. */
  async read(): Promise<Map<number, number>> {
    const sizes = await this.readCollections();
    for (const [node, object] of this.containers) {
      if (!sizes.has(node)) sizes.set(node, await this.watch.countKeys(object));
    }
    return sizes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const object of this.containers.values()) await release(this.target.client, object);
    await this.watch[Symbol.asyncDispose]();
  }
}
