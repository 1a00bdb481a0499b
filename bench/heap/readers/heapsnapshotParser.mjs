// Parses and links; knows no dominators and no paths.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { parse } = createRequire(import.meta.url)('heapsnapshot-parser');

export async function analyse(file) {
  const { nodes, edges } = parse(readFileSync(file, 'utf8'));
  const visits = nodes.filter(({ type, name }) => type === 'object' && name === 'Visit').length;
  return { nodes: nodes.length, edges: edges.length, visits };
}
