import { createReadStream } from 'node:fs';
// Bundled from src/core/heap by heapAnalysis.mjs.
import { edgeLabel, indexHeap, nameOf, SnapshotParser } from '../../../out/bench/heapCore.mjs';

export async function analyse(file) {
  const parser = new SnapshotParser();
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) parser.push(chunk);
  const graph = parser.finish();
  const index = indexHeap(graph, []);
  let visits = 0;
  let registry = -1;
  const { nodeTypes, nodeType, nodeName, strings } = graph;
  const object = nodeTypes.indexOf('object');
  const nameIs = (name) => {
    for (let i = 0; i < strings.length; i++) if (strings.get(i) === name) return i;
    return -1;
  };
  const [visit, wanted] = [nameIs('Visit'), nameIs('Registry')];
  for (let node = 0; node < graph.nodeCount; node++) {
    if (nodeType[node] !== object) continue;
    if (nodeName[node] === visit) visits++;
    if (nodeName[node] === wanted && index.retained[node] > (index.retained[registry] ?? 0))
      registry = node;
  }
  const path = [];
  for (let node = registry; node !== 0; node = index.paths.parent[node]) {
    path.unshift(edgeLabel(graph, index.paths.parentEdge[node]));
  }
  return {
    nodes: graph.nodeCount,
    edges: graph.edgeCount,
    visits,
    name: nameOf(graph, registry),
    retained: index.retained[registry],
    path: path.join('.'),
  };
}
