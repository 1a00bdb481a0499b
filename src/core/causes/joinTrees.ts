import { edgeLabel } from '../heap/heapGraph';
import { nameOf, typeOf, type HeapIndex, type Retainer } from '../heap/heapIndex';
import { dominatingHolder } from './dominatingEdge';
import { slotOf, type GroupDraft } from './groupDraft';
import { isTransparent, typeKeyOf } from './typeKey';

/**
 * Of the nodes of a tree each call adds to another one: what the tree hangs from is the holder. A node to which each call
 * adds is a holder of its own.
 */
export function joinTrees(
  index: HeapIndex,
  drafts: readonly GroupDraft[],
  calls: readonly number[],
): GroupDraft[] {
  const { graph } = index;
  const keyOf = (draft: GroupDraft): string => `${draft.holderKey} ${String(draft.typeKey)}`;
  const byHolder = new Map<string, GroupDraft>();
  const inTrees: { readonly draft: GroupDraft; readonly tree: Retainer }[] = [];
  for (const draft of drafts) {
    const tree = draft.growsWithEachCall(calls)
      ? undefined
      : treeHolder(index, draft.owner, draft.typeKey);
    if (tree === undefined) byHolder.set(keyOf(draft), draft);
    else inTrees.push({ draft, tree });
  }
  for (const { draft, tree } of inTrees) {
    const empty = draft.above(tree.node, slotOf(graph, tree.edge));
    const whole = byHolder.get(keyOf(empty)) ?? empty;
    byHolder.set(keyOf(whole), whole);
    whole.joinBelow(draft, tree.edge, edgeLabel(graph, tree.edge));
  }
  return [...byHolder.values()];
}

/** Objects between one node of a tree and the next: a list of children, what wraps it. */
const mostBetween = 2;

/**
 * The first object over the owner that is no node of the tree that the owner is in, nor between two. Undefined where
 * the owner is in no tree of what it holds, or the nodes are objects without a class, which anything may be.
 *
 * @param owner an object that holds nodes of this type
 */
function treeHolder(index: HeapIndex, owner: number, typeKey: number): Retainer | undefined {
  let top: number | undefined;
  let between = 0;
  for (let at = owner; at !== index.idom[at] && between <= mostBetween; at = index.idom[at]!) {
    if (typeKeyOf(index, at) === typeKey && hasClass(index, at)) {
      top = at;
      between = 0;
    } else if (!isTransparent(index, at)) {
      between++;
    }
  }
  return top === undefined ? undefined : dominatingHolder(index, top);
}

/** Whether it is of a class of the program's: V8 knows where that stands. */
function hasClass({ graph }: HeapIndex, node: number): boolean {
  return (
    typeOf(graph, node) === 'object' &&
    graph.locations.has(node) &&
    nameOf(graph, node) !== 'Object'
  );
}
