// VS Code's own viewer of heap snapshots: Rust, compiled to WebAssembly.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const { decode_bytes } = createRequire(import.meta.url)('@vscode/v8-heap-parser');

export async function analyse(file) {
  const graph = decode_bytes(readFileSync(file));
  const [visits] = graph.get_class_counts(['Visit']);
  const groups = graph.get_class_groups(0, 1_000_000, false);
  const at = groups.findIndex((group) => group.name() === 'Registry');
  const [registry] = graph.class_children(at, 0, 1, 1);
  graph.get_all_retainers(registry.index, 10);
  return { visits, retained: Number(registry.retained_size) };
}
