// Parses and links; knows no dominators and no paths.
import { createRequire } from 'node:module';

const { parseSnapshotFromFile } = createRequire(import.meta.url)('v8-heapsnapshot');

export async function analyse(file) {
  const { nodes, edges } = await parseSnapshotFromFile(file);
  const visits = nodes.filter(({ type, name }) => type === 'object' && name === 'Visit').length;
  return { nodes: nodes.length, edges: edges.length, visits };
}
