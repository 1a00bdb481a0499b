import { edgeLabel, type ScriptPosition } from '../heap/heapGraph';
import { nameOf, strongRetainers, typeOf, type HeapIndex, type Retainer } from '../heap/heapIndex';
import { contextName } from './capturedValues';

/** The functions that are alive and see the variables of a scope. */
export interface FunctionsInScope {
  /** Where V8 says that they stand in the source. */
  readonly positions: readonly ScriptPosition[];
  /** Whether these are all: nothing refers to the scope that is not understood, an `arguments` for one. */
  readonly isComplete: boolean;
}

const mostContexts = 1_000;

/**
 * The functions whose scope is a context or one inside it: closures, and calls of generators and
 * async functions that are suspended in it.
 */
export function functionsInScope(index: HeapIndex, context: number): FunctionsInScope {
  const { graph } = index;
  const positions: ScriptPosition[] = [];
  const contexts = new Set([context]);
  let isComplete = true;
  for (const scope of contexts) {
    for (const retainer of strongRetainers(index, scope)) {
      if (isInnerScope(index, retainer)) contexts.add(retainer.node);
      else if (!isV8sRecord(index, retainer)) {
        const position = graph.locations.get(functionOf(index, retainer) ?? -1);
        if (position === undefined) isComplete = false;
        else positions.push(position);
      }
    }
    if (contexts.size > mostContexts) return { positions, isComplete: false };
  }
  return { positions, isComplete };
}

function isInnerScope({ graph }: HeapIndex, { node, edge }: Retainer): boolean {
  return nameOf(graph, node) === contextName && edgeLabel(graph, edge) === 'previous';
}

/** Code and hidden classes run nothing by themselves. */
function isV8sRecord({ graph }: HeapIndex, { node }: Retainer): boolean {
  return ['code', 'object shape'].includes(typeOf(graph, node));
}

/** The function that runs in a scope: a closure, or what a suspended call is of. */
function functionOf({ graph }: HeapIndex, { node, edge }: Retainer): number | undefined {
  if (edgeLabel(graph, edge) !== 'context') return undefined;
  if (typeOf(graph, node) === 'closure') return node;
  for (let own = graph.firstEdge[node]!; own < graph.firstEdge[node + 1]!; own++) {
    if (edgeLabel(graph, own) === 'function') return graph.edgeTo[own];
  }
  return undefined;
}
