import { rootNodes, type Shown } from './leakChildren';
import type { LeakNode } from './leakNode';

/** The row of a function by its key, for links, which can carry no rows; undefined once it is cleared. */
export function resultRow(state: Shown, key: string): LeakNode | undefined {
  return rootNodes(state).find((node) => node.kind === 'result' && node.id === key);
}
