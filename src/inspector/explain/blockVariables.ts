import type { Cause } from '../../core/causes/causes';
import { contextName } from '../../core/causes/capturedValues';
import { edgeKindOf } from '../../core/heap/heapGraph';
import { nameOf, type HeapIndex } from '../../core/heap/heapIndex';
import { withVariables } from '../../core/heap/namedEdges';
import type { Deadline } from '../deadline';
import { closuresIn } from '../describe/variableInSource';
import type { Target } from '../process/target';
import { heapIdOf } from '../protocol/heapId';
import { release, type RemoteObject } from '../protocol/remoteObject';
import { lookupDeadline } from './liveObject';
import { liveScope } from './liveScope';

/**
 * A snapshot has the names of a function's variables and of a module's, and numbers those of a block, of which all
 * of a module is one where a test runner wraps it in `{{…}}`. What V8 says of a function that sees the block
 * has their names.
 *
 * @returns the index with the names of what the causes hang from; undefined where there are none to be found
 */
export async function nameBlockVariables(
  target: Target,
  index: HeapIndex,
  causes: readonly Cause[],
): Promise<HeapIndex | undefined> {
  const names = new Map<number, string>();
  const deadline = lookupDeadline();
  for (const context of contextsOf(index, causes)) {
    const numbered = numberedEdges(index, context);
    if (numbered.length === 0 || deadline.isPast()) continue;
    const variables = await variablesOf(target, index, context, deadline);
    for (const edge of numbered) {
      const name = variables.get(index.graph.nodeId[index.graph.edgeTo[edge]!]!);
      if (name !== undefined) names.set(edge, name);
    }
  }
  return names.size === 0 ? undefined : { ...index, graph: withVariables(index.graph, names) };
}

function contextsOf({ graph }: HeapIndex, causes: readonly Cause[]): Set<number> {
  const nodes = causes.flatMap(({ chain, group }) => [
    ...chain.map(({ node }) => node),
    ...group.owners,
  ]);
  return new Set(nodes.filter((node) => nameOf(graph, node) === contextName));
}

function numberedEdges({ graph }: HeapIndex, context: number): number[] {
  const edges: number[] = [];
  for (let edge = graph.firstEdge[context]!; edge < graph.firstEdge[context + 1]!; edge++) {
    if (edgeKindOf(graph, edge) === 'hidden') edges.push(edge);
  }
  return edges;
}

/** From the heap id of what each variable of a scope refers to, to its name. */
async function variablesOf(
  target: Target,
  index: HeapIndex,
  context: number,
  deadline: Deadline,
): Promise<ReadonlyMap<number, string>> {
  for (const closure of closuresIn(index, context)) {
    if (deadline.isPast()) break;
    const scope = await liveScope(target, index, closure);
    if (scope === undefined) continue;
    const names = await namesIn(target, scope);
    await release(target.client, scope);
    return names;
  }
  return new Map();
}

async function namesIn(
  { client }: Target,
  { objectId }: RemoteObject,
): Promise<ReadonlyMap<number, string>> {
  const names = new Map<number, string>();
  const { result } = await client.send('Runtime.getProperties', { objectId, ownProperties: true });
  for (const { name, value } of result) {
    if (value?.objectId === undefined) continue;
    const held = { objectId: value.objectId };
    names.set(await heapIdOf(client, held), name);
    await release(client, held);
  }
  return names;
}
