import { edgeLabel } from '../heap/heapGraph';
import { nameOf, typeOf, type HeapIndex } from '../heap/heapIndex';

/** A string or buffer that is kept whole because a part of it is in use. */
export interface PartOfWhole {
  readonly kind: 'string' | 'buffer';
  /** The slice or the view (a node). */
  readonly part: number;
  /** Bytes of what the part is of. */
  readonly wholeBytes: number;
}

/** A part, and how much of the whole it is. */
export interface Slice {
  readonly kind: PartOfWhole['kind'];
  /** Bytes of a view; V8 does not tell how long the slice of a string is. */
  readonly partBytes?: number;
  readonly wholeBytes: number;
}

/** The part must have this share of what a survivor keeps alive behind it, or it is not the matter. */
const leastShare = 0.5;

/**
 * The slice of a string or the view of a buffer behind which most of what a survivor keeps alive lies,
 * and nothing but the survivor keeps it so: a string that is cut from a file, `message.subarray(-8)`.
 */
export function partOfWhole(index: HeapIndex, survivor: number): PartOfWhole | undefined {
  const least = leastShare * index.retained[survivor]!;
  let part = survivor;
  for (;;) {
    const whole = wholeOf(index, part);
    if (whole !== undefined && index.idom[whole] === part && index.retained[whole]! >= least) {
      const kind = typeOf(index.graph, whole).endsWith('string') ? 'string' : 'buffer';
      return { kind, part, wholeBytes: index.retained[whole]! };
    }
    const next = heaviestDominated(index, part);
    if (next === undefined || index.retained[next]! < least) return undefined;
    part = next;
  }
}

function wholeOf({ graph }: HeapIndex, part: number): number | undefined {
  const isSlice = typeOf(graph, part) === 'sliced string';
  const label = isSlice ? 'parent' : 'buffer';
  for (let edge = graph.firstEdge[part]!; edge < graph.firstEdge[part + 1]!; edge++) {
    if (edgeLabel(graph, edge) !== label) continue;
    const to = graph.edgeTo[edge]!;
    if (isSlice || /^(Shared)?ArrayBuffer$/.test(nameOf(graph, to))) return to;
  }
  return undefined;
}

function heaviestDominated({ tree, retained }: HeapIndex, node: number): number | undefined {
  let heaviest: number | undefined;
  for (let slot = tree.firstChild[node]!; slot < tree.firstChild[node + 1]!; slot++) {
    const child = tree.children[slot]!;
    if (heaviest === undefined || retained[child]! > retained[heaviest]!) heaviest = child;
  }
  return heaviest;
}
