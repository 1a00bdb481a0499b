// Chrome DevTools' own worker, packed for Node: parses, and computes distances, dominators and retained sizes.
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { parse } from 'heap-snapshot-toolkit';

export async function analyse(file) {
  const snapshot = await parse(Readable.toWeb(createReadStream(file, { highWaterMark: 1 << 20 })));
  let visits = 0;
  let registry;
  for (let i = 0; i < snapshot.nodeCount; i++) {
    const node = snapshot.createNode(i * snapshot.nodeFieldCount);
    if (node.type() !== 'object') continue;
    const name = node.rawName();
    if (name === 'Visit') visits++;
    if (name === 'Registry' && node.retainedSize() > (registry?.retainedSize() ?? 0))
      registry = node;
  }
  return {
    nodes: snapshot.nodeCount,
    edges: snapshot.containmentEdges.length / snapshot.edgeFieldsCount,
    visits,
    retained: registry.retainedSize(),
    distance: registry.distance(),
  };
}
