import { bornBefore } from '../heap/births';
import { edgeKindOf, rootOrdinal } from '../heap/heapGraph';
import { strongRetainers, typeOf, type HeapIndex, type Retainer } from '../heap/heapIndex';
import { dominatingEdge } from './dominatingEdge';
import { overList, type Holder } from './linkedList';
import { nobody } from './responsible';
import { isTransparent, typeKeyOf } from './typeKey';

/**
 * The old objects that hold a responsible survivor: those that refer to it, or, in a list whose cells
 * are of its own type, the object that the list hangs from. None where other survivors hold it together.
 *
 * @param responsible see `responsibleSurvivors`
 */
export function survivorHolders(
  index: HeapIndex,
  responsible: Uint32Array,
  node: number,
): Holder[] {
  const { births } = index;
  const ownType = typeKeyOf(index, node);
  const outside = outsideRetainers(index, node).filter(
    (retainer) => typeKeyOf(index, retainer.node) !== ownType,
  );
  const old = outside.filter((retainer) => births[retainer.node] === bornBefore);
  if (old.length > 0 && old.length <= mostHolders) {
    return distinct(old.map((retainer) => overList(index, node, retainer)));
  }
  const climbed = climb(index, node);
  const isShared = outside.some(({ node: other }) => {
    const holder = responsible[other]!;
    return (
      holder !== nobody &&
      holder !== node &&
      typeKeyOf(index, holder) !== ownType &&
      !index.tree.dominates(holder, node)
    );
  });
  // Only V8's own tables hold it: what keeps it is not the program's doing.
  if (isShared || climbed.node === rootOrdinal) return [];
  return [overList(index, node, climbed)];
}

/**
 * What more objects than these refer to is in none of them in particular: what dominates them all has it.
 * (Each context of a program leads to V8's record of its realm, and so to the text that a regular
 * expression matched last: of 10,000 compiled templates each was a holder of it, and shared it with all others.)
 */
const mostHolders = 256;

/** Retainers beyond this many V8 records are not looked for. */
const mostRecords = 10_000;

/** Who refers to the node, seen through backing stores and cells, leaving out what it holds itself. */
function outsideRetainers(index: HeapIndex, node: number): Retainer[] {
  const { tree, graph } = index;
  const found: Retainer[] = [];
  const seen = new Set<number>([node]);
  const pending = strongRetainers(index, node);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node: retainer } = next;
    if (seen.has(retainer) || tree.dominates(node, retainer)) continue;
    // A hidden class or feedback that refers to an object does not keep it for the program.
    if (typeOf(graph, retainer) === 'object shape') continue;
    if (isTransparent(index, retainer)) {
      seen.add(retainer);
      if (seen.size < mostRecords) pending.push(...strongRetainers(index, retainer));
    } else {
      found.push(next);
    }
  }
  return preferNamed(index, found);
}

/** Up the dominator tree to the first old object. */
function climb(index: HeapIndex, node: number): Retainer {
  const { births, idom } = index;
  let below = node;
  let at = idom[node]!;
  while (at !== idom[at] && (births[at] !== bornBefore || isTransparent(index, at))) {
    below = at;
    at = idom[at]!;
  }
  return { node: at, edge: dominatingEdge(index, at, below) };
}

/** One per holder; a named edge says more than the internal one that leads to the same backing store. */
function preferNamed({ graph }: HeapIndex, retainers: readonly Retainer[]): Retainer[] {
  const rank = ({ edge }: Retainer): number =>
    ['property', 'context', 'element'].includes(edgeKindOf(graph, edge)) ? 0 : 1;
  return distinct([...retainers].sort((a, b) => rank(a) - rank(b)));
}

function distinct<T extends Retainer>(retainers: readonly T[]): T[] {
  return [...new Map(retainers.toReversed().map((each) => [each.node, each])).values()];
}
