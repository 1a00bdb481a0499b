import { globalObjectEdges } from '../../core/heap/distances';
import { nodeByIdIndex } from '../../core/heap/heapGraph';
import { targets, type HeapIndex } from '../../core/heap/heapIndex';
import { isGlobalObject } from '../../core/causes/typeDescription';
import { WaysFrom, type Way } from '../../core/heap/waysFrom';
import type { Target } from '../process/target';
import { heapIdOf } from '../protocol/heapId';
import { callOn, evaluate, release, type RemoteObject } from '../protocol/remoteObject';
import { liveObject } from './liveObject';

/** Of fewer nodes V8's own search takes less than the way: some 20 ms. */
const fewestNodes = 150_000;

/**
 * As {@link liveObject}, for which V8 walks the whole heap: in a large one, the way that properties and variables
 * lead from the function that is called, or from the global object, is followed first, where there is one.
 */
export async function liveNode(
  target: Target,
  index: HeapIndex,
  node: number,
): Promise<RemoteObject | undefined> {
  const heapId = index.graph.nodeId[node]!;
  if (index.graph.nodeCount >= fewestNodes) {
    const followed = await alongWay(target, index, node);
    if (followed !== undefined) {
      if ((await heapIdOf(target.client, followed)) === heapId) return followed;
      await release(target.client, followed); // what the way led to was replaced
    }
  }
  return liveObject(target, heapId);
}

/** A handle of its own to where a way begins. */
type OpenStart = () => Promise<RemoteObject>;

interface Ways {
  readonly starts: ReadonlyMap<number, OpenStart>;
  readonly from: WaysFrom;
}

/** What was visited for one node need not be visited again for the next. */
const waysIn = new WeakMap<HeapIndex, Promise<Ways>>();

async function alongWay(
  target: Target,
  index: HeapIndex,
  node: number,
): Promise<RemoteObject | undefined> {
  const opening = waysIn.get(index) ?? openWays(target, index);
  waysIn.set(index, opening);
  const { starts, from } = await opening;
  const way = from.to(node);
  if (way === undefined) return undefined;
  try {
    return await follow(target, await starts.get(way.start)!(), way);
  } catch {
    target.client.gone.throwIfAborted();
    return undefined; // V8 refuses handles of another context (`node:vm`) as arguments
  }
}

async function openWays({ client, driver }: Target, index: HeapIndex): Promise<Ways> {
  const { graph } = index;
  const starts = new Map<number, OpenStart>();
  // Of the program's context or of another: whether the way leads there, the id of what is found tells.
  for (const global of globalObjects(index))
    starts.set(global, async () => handle(await evaluate(client, 'globalThis')));
  const called = driver.aimedAt;
  const node = called && nodeByIdIndex(graph)(await heapIdOf(client, called));
  if (called !== undefined && node !== undefined)
    starts.set(node, async () =>
      handle(await callOn(client, called, 'function () { return this }')),
    );
  return { starts, from: new WaysFrom(graph, [...starts.keys()]) };
}

/** The root leads to them directly, from Node 26 on by way of their contexts. */
function globalObjects({ graph, strong }: HeapIndex): readonly number[] {
  const contexts = globalObjectEdges(graph, strong).map((edge) => graph.edgeTo[edge]!);
  const near = [...contexts, ...contexts.flatMap((context) => targets(graph, context))];
  return near.filter((node) => isGlobalObject({ graph }, node));
}

/** Lets go of all handles on the way, that of the start included. */
async function follow(
  { client, finder }: Target,
  start: RemoteObject,
  { steps }: Way,
): Promise<RemoteObject | undefined> {
  let at: RemoteObject | undefined = start;
  for (let step = 0; step < steps.length && at !== undefined;) {
    const from: RemoteObject = at;
    const next = steps[step]!;
    if (next.kind === 'variable') {
      at = await finder.variableOf(from, next.depth, next.name);
      step++;
    } else {
      const keys = keysFrom(steps, step);
      at = await finder.follow(from, keys);
      step += keys.length;
    }
    await release(client, from);
  }
  return at;
}

/** As many as there are in a row: they are followed at once. */
function keysFrom(steps: Way['steps'], start: number): string[] {
  const keys: string[] = [];
  for (let at = start; at < steps.length; at++) {
    const step = steps[at]!;
    if (step.kind !== 'key') break;
    keys.push(step.key);
  }
  return keys;
}

function handle({ objectId }: { readonly objectId?: string }): RemoteObject {
  return { objectId: objectId! };
}
