import { isEphemeronEdge } from './ephemeronEdge';
import { edgeLabel, type HeapGraph, type StringTable } from './heapGraph';
import type { EdgeFilter } from './retainers';

/** Node's records of who first loaded a module, and what it loaded. */
const betweenModules = /^(children|parent|<symbol node:module_parent>)$/;

/** Generators, async functions and modules that await something: V8 keeps the registers of each in it. */
const resumable = /Generator$|AsyncFunction/;

/**
 * Edges that hold, but explain nothing where another path leads to the same object: from the key of a
 * WeakMap to its value, since whoever has the map does not hold what is in it; between modules, as one
 * that happened to load another first is not why that one is there; and from a function that can be
 * resumed to what its registers have, which a variable has by a name. 1 where an edge is one of them.
 */
export function lastEdges(graph: HeapGraph): EdgeFilter {
  const { nodeCount, firstEdge, edgeType, edgeName } = graph;
  const last = new Uint8Array(graph.edgeCount);
  const internal = graph.edgeTypes.indexOf('internal');
  const { strings } = graph;
  const isEphemeron = onceForEachString(strings, isEphemeronEdge);
  const isModule = onceForEachString(strings, (name) => name === 'Module');
  const isResumable = onceForEachString(strings, (name) => resumable.test(name));
  const object = graph.nodeTypes.indexOf('object');
  const hidden = graph.edgeTypes.indexOf('hidden');
  for (let node = 0; node < nodeCount; node++) {
    const isObject = graph.nodeType[node] === object;
    const ofModule = isObject && isModule(graph.nodeName[node]!);
    const ofResumable = isObject && isResumable(graph.nodeName[node]!);
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const isLast =
        edgeType[edge] === internal
          ? isEphemeron(edgeName[edge]!)
          : (ofResumable && edgeType[edge] === hidden) ||
            (ofModule && betweenModules.test(edgeLabel(graph, edge)));
      if (isLast) last[edge] = 1;
    }
  }
  return last;
}

/** Edges and nodes are many times as frequent as different names: each name is decoded and looked at once. */
function onceForEachString(
  strings: StringTable,
  test: (name: string) => boolean,
): (name: number) => boolean {
  const answers = new Uint8Array(strings.length); // 0 = not asked, 1 = no, 2 = yes
  return (name) => {
    if (answers[name] === 0) answers[name] = test(strings.get(name)) ? 2 : 1;
    return answers[name] === 2;
  };
}
