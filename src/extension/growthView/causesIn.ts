import { childrenOf, rootNodes, type Shown } from '../leaksView/leakChildren';
import type { CauseNode, LeakNode } from '../leaksView/leakNode';
import type { FunctionResult } from '../leaksView/functionResult';
import type { Translate } from '../language';

/** The rows of all causes of a result, those that are not the user's own code as well, in the tree's order. */
export function causesIn(result: FunctionResult, t: Translate): readonly CauseNode[] {
  const root: LeakNode = { kind: 'result', id: result.key, result };
  return causesBelow(root, t);
}

/** The row of a cause by its id; undefined once it is cleared. */
export function causeRow(state: Shown, id: string, t: Translate): CauseNode | undefined {
  return rootNodes(state)
    .flatMap((node) => causesBelow(node, t))
    .find((node) => node.id === id);
}

/** The cause that a row is or belongs to. */
export function causeOf(node: LeakNode | undefined): CauseNode | undefined {
  return node === undefined || node.kind === 'cause' ? node : causeOf(node.parent);
}

function causesBelow(node: LeakNode, t: Translate): readonly CauseNode[] {
  if (node.kind !== 'result' && node.kind !== 'foreignGroup') return [];
  return childrenOf(node, { showInternals: false, t }).flatMap((child) =>
    child.kind === 'cause' ? [child] : causesBelow(child, t),
  );
}
