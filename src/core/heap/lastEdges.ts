import { isEphemeronEdge } from './ephemeronEdge';
import { edgeLabel, type HeapGraph } from './heapGraph';
import type { EdgeFilter } from './retainers';

/** Node's records of who first loaded a module, and what it loaded. */
const betweenModules = /^(children|parent|<symbol node:module_parent>)$/;

/**
 * Edges that hold, but explain nothing where another path leads to the same object: from the key of a
 * WeakMap to its value, since whoever has the map does not hold what is in it, and between modules, as
 * one that happened to load another first is not why that one is there. 1 where an edge is one of them.
 */
export function lastEdges(graph: HeapGraph): EdgeFilter {
  const { nodeCount, firstEdge, edgeType, edgeName } = graph;
  const last = new Uint8Array(graph.edgeCount);
  const internal = graph.edgeTypes.indexOf('internal');
  const isEphemeron = onceForEachName((name) => isEphemeronEdge(graph.strings.get(name)));
  const isModule = onceForEachName((name) => graph.strings.get(name) === 'Module');
  const object = graph.nodeTypes.indexOf('object');
  for (let node = 0; node < nodeCount; node++) {
    const ofModule = graph.nodeType[node] === object && isModule(graph.nodeName[node]!);
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const isLast =
        edgeType[edge] === internal
          ? isEphemeron(edgeName[edge]!)
          : ofModule && betweenModules.test(edgeLabel(graph, edge));
      if (isLast) last[edge] = 1;
    }
  }
  return last;
}

/** Names are many times as frequent as different ones. */
function onceForEachName(test: (name: number) => boolean): (name: number) => boolean {
  const answers = new Map<number, boolean>();
  return (name) => {
    let answer = answers.get(name);
    if (answer === undefined) {
      answer = test(name);
      answers.set(name, answer);
    }
    return answer;
  };
}
