import { bornBefore } from '../heap/births';
import { edgeKindOf, rootOrdinal } from '../heap/heapGraph';
import {
  isGlobalHandles,
  strongRetainers,
  typeOf,
  type HeapIndex,
  type Retainer,
} from '../heap/heapIndex';
import { dominatingEdge } from './dominatingEdge';
import { endBeyond, overList, type Holder } from './linkedList';
import { isRealmTable } from './realmTable';
import { isNodeHandle } from './nodeHandle';
import { nobody } from './responsible';
import { isTransparent, typeKeyOf } from './typeKey';

/**
 * The old objects that hold a responsible survivor: those that refer to it, or, in a list whose cells
 * are of its own type, the object that the list hangs from. None where other survivors hold it.
 *
 * @param responsible see `responsibleSurvivors`
 */
export function survivorHolders(
  index: HeapIndex,
  responsible: Uint32Array,
  node: number,
): Holder[] {
  const outside = outsideRetainersOfOtherType(index, node);
  const old = outside.filter((retainer) => index.births[retainer.node] === bornBefore);
  const others = outside
    .map((retainer) => responsible[retainer.node]!)
    .filter((holder) => holder !== nobody && holder !== node);
  if (others.length > 0 && isNativeRecord(index, node, old)) return [];
  if (isFew(old)) return distinct(old.map((retainer) => overList(index, node, retainer)));
  const climbed = climb(index, node);
  // Only V8's own tables hold it: what keeps it is not the program's doing.
  if (climbed.node === rootOrdinal) return [];
  if (others.some((holder) => isKeptBeside(index, node, holder))) return [];
  const overIt = overList(index, node, climbed);
  const isInList = overIt !== climbed;
  const beyond = isInList ? undefined : endBeyond(index, node, climbed);
  if (beyond !== undefined) return [beyond];
  return !isInList && others.some((holder) => belongsTo(index, node, holder)) ? [] : [overIt];
}

/**
 * Whether only native code refers to it of all that is old: that is the reason only where no other referrer is. What
 * Node keeps to learn that its owner is gone goes with the owner.
 */
function isNativeRecord(index: HeapIndex, node: number, old: readonly Retainer[]): boolean {
  const isNative = old.every((retainer) => isGlobalHandles(index, retainer.node));
  return old.length > 0 && isNative && !isNodeHandle(index, node);
}

/** Whether it is another survivor's as well, which is no cell of the same list. */
function isKeptBeside(index: HeapIndex, node: number, holder: number): boolean {
  return typeKeyOf(index, holder) !== typeKeyOf(index, node) && !index.tree.dominates(holder, node);
}

/** Whether a survivor that has a holder of its own got it, with the call that made it or with a later one. */
function belongsTo(index: HeapIndex, node: number, holder: number): boolean {
  const { births } = index;
  if (births[holder]! > births[node]!) return false;
  const retainers = outsideRetainersOfOtherType(index, holder);
  return isFew(retainers.filter((retainer) => births[retainer.node] === bornBefore));
}

/** Without the cells of a list that it is in. */
function outsideRetainersOfOtherType(index: HeapIndex, node: number): Retainer[] {
  const ownType = typeKeyOf(index, node);
  return outsideRetainers(index, node).filter(
    (retainer) => typeKeyOf(index, retainer.node) !== ownType,
  );
}

function isFew(holders: readonly Retainer[]): boolean {
  return holders.length > 0 && holders.length <= mostHolders;
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
export function outsideRetainers(index: HeapIndex, node: number): Retainer[] {
  const { tree, graph } = index;
  const found: Retainer[] = [];
  const seen = new Set<number>([node]);
  const pending = strongRetainers(index, node);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node: retainer } = next;
    if (seen.has(retainer) || tree.dominates(node, retainer)) continue;
    // A hidden class or feedback that refers to an object does not keep it for the program.
    if (typeOf(graph, retainer) === 'object shape') continue;
    if (isTransparent(index, retainer) && !isRealmTable(index, next)) {
      seen.add(retainer);
      if (seen.size >= mostRecords) continue;
      for (const further of strongRetainers(index, retainer)) pending.push(further); // too many for a spread
    } else {
      found.push(next);
    }
  }
  return preferNamed(index, found);
}

/** Up the dominator tree to the first old object, and what is below that. */
function climb(index: HeapIndex, node: number): Retainer & { readonly below: number } {
  const { births, idom } = index;
  let below = node;
  let at = idom[node]!;
  while (at !== idom[at] && (births[at] !== bornBefore || isTransparent(index, at))) {
    below = at;
    at = idom[at]!;
  }
  return { node: at, edge: dominatingEdge(index, at, below), below };
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
