import { rootNodes } from './leakChildren';
import type { LeakNode } from './leakNode';
import type { LeaksState } from './leaksState';

/** The row of a function by its key, for links, which can carry no rows; undefined once it is cleared. */
export function resultRow(
  state: Pick<LeaksState, 'results' | 'failure'>,
  key: string,
): LeakNode | undefined {
  return rootNodes(state).find((node) => node.kind === 'result' && node.id === key);
}
