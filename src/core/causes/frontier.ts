import { bornBefore } from '../heap/births';
import { edgeLabel, rootOrdinal } from '../heap/heapGraph';
import { nameOf, strongRetainers, typeOf, type HeapIndex, type Retainer } from '../heap/heapIndex';
import { GroupDraft, mergeByHolder } from './groupDraft';

/**
 * The frontier between what is older than the tracked calls and what they left behind.
 *
 * A survivor is *responsible* when no other survivor of the same batch dominates it; all that it
 * dominates leaks along with it. Responsible survivors are grouped by the old object that holds
 * them (the leak root) and by type.
 */
export interface GrowthGroup {
  /** The old object that holds them. */
  readonly owner: number;
  /** The edges by which the owner leads to them, most frequent label first. */
  readonly links: readonly Link[];
  /** Responsible survivors, earliest batch first. */
  readonly survivors: readonly number[];
  readonly perBatch: readonly number[];
  /** Bytes of the survivors and of what only they hold, per tracked batch. */
  readonly bytesPerBatch: readonly number[];
  readonly passengers: readonly PassengerCount[];
  /** Other groups without which the same objects would still be held. */
  readonly sharedWith: readonly GrowthGroup[];
  /** Objects of this type that the owner holds in all, those from before tracking included. */
  readonly population: number;
}

export interface Link {
  readonly edge: number;
  readonly label: string;
  readonly count: number;
}

export interface PassengerCount {
  /** One node of the type. */
  readonly example: number;
  readonly countPerBatch: readonly number[];
  readonly bytesPerBatch: readonly number[];
}

/**
 * Groups that got new members in batch after batch, most bytes first.
 *
 * @param calls of each tracked batch, at least two batches
 */
export function growthGroups(index: HeapIndex, calls: readonly number[]): GrowthGroup[] {
  return new Frontier(index, calls).groups();
}

/** What identifies a type across objects: the kind of node and its name, as one number. */
export function typeKeyOf({ graph }: HeapIndex, node: number): number {
  const type = graph.nodeType[node]!;
  // The name of a primitive is its value.
  const name = primitives.has(graph.nodeTypes[type]!) ? 0 : graph.nodeName[node]!;
  return name * graph.nodeTypes.length + type;
}

const primitives: ReadonlySet<string> = new Set([
  'string',
  'concatenated string',
  'sliced string',
  'number',
  'symbol',
  'bigint',
  'regexp',
]);

const v8sOwn: ReadonlySet<string> = new Set(['array', 'code', 'object shape', 'synthetic']);

/** Responsible survivor or none, for each node. */
const nobody = 0xffffffff;

class Frontier {
  /** For each survivor and its native memory: the responsible survivor that holds it. */
  readonly #responsible: Uint32Array;
  readonly #drafts = new Map<string, GroupDraft>();
  readonly #draftsOf = new Map<number, GroupDraft[]>();

  constructor(
    private readonly index: HeapIndex,
    private readonly calls: readonly number[],
  ) {
    this.#responsible = new Uint32Array(index.graph.nodeCount).fill(nobody);
  }

  groups(): GrowthGroup[] {
    this.#findResponsible();
    for (let node = 0; node < this.#responsible.length; node++) {
      if (this.#responsible[node] === node) this.#place(node);
    }
    this.#countMembers();
    this.#findSharing();
    const regular = mergeByHolder(
      [...this.#drafts.values()].filter((draft) => draft.isRegular(this.calls)),
    );
    return regular
      .map((draft) => this.#finish(draft, regular))
      .sort((a, b) => sum(b.bytesPerBatch) - sum(a.bytesPerBatch));
  }

  /** Down the dominator tree: each node's holder is known before it is. */
  #findResponsible(): void {
    const { births, idom, tree } = this.index;
    for (const node of tree.preorder) {
      const birth = births[node]!;
      if (birth === bornBefore) continue;
      const holder = this.#overBackingStores(idom[node]!);
      const inherited = this.#responsible[idom[node]!]!;
      const isTop = birth >= 0 && births[holder] !== birth && this.#canBeResponsible(node);
      this.#responsible[node] = isTop ? node : inherited;
    }
  }

  /** Growing an array replaces its backing store: the store's birth says nothing about the array. */
  #overBackingStores(node: number): number {
    let at = node;
    while (this.#isBackingStore(at) && this.index.idom[at] !== at) at = this.index.idom[at]!;
    return at;
  }

  #isBackingStore(node: number): boolean {
    return typeOf(this.index.graph, node) === 'array';
  }

  /**
   * V8's own records (hidden classes, feedback, compiled code) come and go as code gets warm. One that
   * refers to something of the program's from the same batch (a promise reaction, a context) is its doing.
   */
  #canBeResponsible(node: number): boolean {
    const { graph, births, strong } = this.index;
    const type = typeOf(graph, node);
    if (v8sOwn.has(type)) return false;
    if (!nameOf(graph, node).startsWith('system / ')) return true;
    for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
      const to = graph.edgeTo[edge]!;
      const isPrograms = !v8sOwn.has(typeOf(graph, to)) && typeOf(graph, to) !== 'hidden';
      if (strong[edge] === 1 && isPrograms && births[to] === births[node]) return true;
    }
    return false;
  }

  #place(node: number): void {
    for (const { node: owner, edge } of this.#holders(node)) {
      const label = edgeLabel(this.index.graph, edge);
      const typeKey = typeKeyOf(this.index, node);
      // Each variable of a context is a holder of its own; the keys of an object make up one.
      const slot = edgeKind(this.index, edge) === 'context' ? label : '';
      const key = `${owner} ${slot} ${typeKey}`;
      let draft = this.#drafts.get(key);
      if (draft === undefined) {
        draft = new GroupDraft(owner, slot, typeKey, this.calls.length);
        this.#drafts.set(key, draft);
      }
      draft.add(node, this.index.births[node]!, edge, label);
      this.#draftsOf.set(node, [...(this.#draftsOf.get(node) ?? []), draft]);
    }
  }

  /**
   * The old objects that hold a survivor: those that refer to it, or, in a list whose cells are of
   * its own type, the object that the list hangs from. None where other survivors hold it together.
   */
  #holders(node: number): Retainer[] {
    const { births } = this.index;
    const outside = this.#outsideRetainers(node);
    const ownType = typeKeyOf(this.index, node);
    const old = outside.filter(
      (retainer) =>
        births[retainer.node] === bornBefore && typeKeyOf(this.index, retainer.node) !== ownType,
    );
    if (old.length > 0) return distinct(old.map((retainer) => this.#overList(node, retainer)));
    const otherSurvivors = outside.filter(
      (retainer) =>
        births[retainer.node] !== bornBefore && typeKeyOf(this.index, retainer.node) !== ownType,
    );
    const climbed = this.#climb(node);
    const isShared = otherSurvivors.some(({ node: other }) => {
      const responsible = this.#responsible[other]!;
      return (
        responsible !== nobody &&
        responsible !== node &&
        typeKeyOf(this.index, responsible) !== ownType &&
        !this.index.tree.dominates(responsible, node)
      );
    });
    // Only V8's own tables hold it: what keeps it is not the program's doing.
    if (isShared || climbed.node === rootOrdinal) return [];
    return [this.#overList(node, climbed)];
  }

  /** Who refers to the node, seen through backing stores and cells, leaving out what it holds itself. */
  #outsideRetainers(node: number): Retainer[] {
    const { tree, graph } = this.index;
    const found: Retainer[] = [];
    const seen = new Set<number>([node]);
    const pending = strongRetainers(this.index, node);
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { node: retainer } = next;
      if (seen.has(retainer) || tree.dominates(node, retainer)) continue;
      const type = typeOf(graph, retainer);
      // A hidden class or feedback that refers to an object does not keep it for the program.
      if (type === 'object shape') continue;
      if (type === 'array' || type === 'hidden' || type === 'code') {
        seen.add(retainer);
        if (seen.size < 10_000) pending.push(...strongRetainers(this.index, retainer));
      } else {
        found.push(next);
      }
    }
    return preferNamed(this.index, found);
  }

  /** Up the dominator tree to the first old object. */
  #climb(node: number): Retainer {
    const { births, idom } = this.index;
    let below = node;
    let at = idom[node]!;
    while (at !== idom[at] && (births[at] !== bornBefore || this.#isTransparent(at))) {
      below = at;
      at = idom[at]!;
    }
    return { node: at, edge: this.#edgeBetween(at, below) };
  }

  #isTransparent(node: number): boolean {
    const type = typeOf(this.index.graph, node);
    return type === 'array' || type === 'hidden' || type === 'code' || type === 'object shape';
  }

  /**
   * From a list's last old cell to the object that the list hangs from: cells repeat a pattern of
   * types and edges up the dominator tree, an owner does not.
   */
  #overList(node: number, holder: Retainer): Retainer {
    const { idom } = this.index;
    const chain = [holder.node];
    while (chain.length < 16 && idom[chain.at(-1)!] !== chain.at(-1))
      chain.push(idom[chain.at(-1)!]!);
    const labels = [typeKeyOf(this.index, node), ...chain.map((at) => typeKeyOf(this.index, at))];
    const period = repeatLength(labels);
    if (period === 0) return holder;
    let below = holder.node;
    let at = idom[below]!;
    for (let step = 2; at !== idom[at]; step++) {
      if (typeKeyOf(this.index, at) !== labels[step % period]) break;
      below = at;
      at = idom[at]!;
    }
    while (this.#isTransparent(at) && at !== idom[at]) {
      below = at;
      at = idom[at]!;
    }
    return { node: at, edge: this.#edgeBetween(at, below) };
  }

  /** The edge by which `from` leads to `to`, directly or through what it dominates; the first edge where neither. */
  #edgeBetween(from: number, to: number): number {
    const { graph, strong, tree } = this.index;
    let leading = graph.firstEdge[from]!;
    let best = 0;
    for (let edge = graph.firstEdge[from]!; edge < graph.firstEdge[from + 1]!; edge++) {
      if (strong[edge] === 0) continue;
      const target = graph.edgeTo[edge]!;
      const rank = target === to ? 2 : tree.dominates(target, to) ? 1 : 0;
      if (rank > best) [best, leading] = [rank, edge];
    }
    return leading;
  }

  #countMembers(): void {
    const { graph, births, tree } = this.index;
    for (const node of tree.preorder) {
      const responsible = this.#responsible[node]!;
      if (responsible === nobody) continue;
      const batch = births[responsible]!;
      const bytes = graph.nodeSelfSize[node]!;
      for (const draft of this.#draftsOf.get(responsible) ?? []) {
        draft.bytesPerBatch[batch]! += bytes;
        if (node !== responsible) draft.carry(typeKeyOf(this.index, node), node, batch, bytes);
      }
    }
  }

  /** Two groups share when one survivor is in both, or when one's survivors refer to the other's. */
  #findSharing(): void {
    for (const [node, drafts] of this.#draftsOf) {
      for (const draft of drafts) {
        for (const other of drafts) if (other !== draft) draft.sharedWith.add(other);
        for (const { node: retainer } of strongRetainers(this.index, node)) {
          const holder = this.#responsible[retainer]!;
          if (holder === nobody || holder === node) continue;
          for (const other of this.#draftsOf.get(holder) ?? []) {
            if (other !== draft) draft.sharedWith.add(other);
          }
        }
      }
    }
  }

  #finish(draft: GroupDraft, regular: readonly GroupDraft[]): GrowthGroup {
    if (draft.group !== undefined) return draft.group;
    const sharedWith: GrowthGroup[] = [];
    const group: GrowthGroup = {
      owner: draft.owner,
      links: draft.links(),
      survivors: draft.survivors,
      perBatch: draft.perBatch,
      bytesPerBatch: draft.bytesPerBatch,
      passengers: draft.passengers(),
      sharedWith,
      population: this.#population(draft),
    };
    draft.group = group; // before the others ask for it: sharing is mutual
    for (const other of draft.sharedWith) {
      if (regular.includes(other)) sharedWith.push(this.#finish(other, regular));
    }
    return group;
  }

  /** Counted in what the owner dominates, itself left out, and in what it refers to, whichever is more. */
  #population({ owner, typeKey }: GroupDraft): number {
    const { tree } = this.index;
    let dominated = 0;
    for (let at = tree.enter[owner]! + 1; at < tree.exit[owner]!; at++) {
      if (typeKeyOf(this.index, tree.preorder[at]!) === typeKey) dominated++;
    }
    return Math.max(dominated, this.#referred(owner, typeKey));
  }

  #referred(owner: number, typeKey: number): number {
    const { graph, strong } = this.index;
    const counted = new Set<number>();
    const pending = [owner];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      for (let edge = graph.firstEdge[next]!; edge < graph.firstEdge[next + 1]!; edge++) {
        const to = graph.edgeTo[edge]!;
        if (strong[edge] === 0 || counted.has(to)) continue;
        if (typeKeyOf(this.index, to) === typeKey) counted.add(to);
        else if (this.#isBackingStore(to) && next === owner) pending.push(to);
      }
    }
    return counted.size;
  }
}

function edgeKind({ graph }: HeapIndex, edge: number): string {
  return graph.edgeTypes[graph.edgeType[edge]!]!;
}

/** One per holder; a named edge says more than the internal one that leads to the same backing store. */
function preferNamed(index: HeapIndex, retainers: readonly Retainer[]): Retainer[] {
  const rank = ({ edge }: Retainer): number =>
    ['property', 'context', 'element'].includes(edgeKind(index, edge)) ? 0 : 1;
  return distinct([...retainers].sort((a, b) => rank(a) - rank(b)));
}

function distinct(retainers: readonly Retainer[]): Retainer[] {
  return [...new Map(retainers.toReversed().map((each) => [each.node, each])).values()];
}

/** The shortest period (1 to 4) with which the labels repeat from the start, three times at least; else 0. */
function repeatLength(labels: readonly number[]): number {
  for (let period = 1; period <= 4; period++) {
    const span = labels.slice(0, 3 * period);
    if (span.length < 3 * period) return 0;
    if (span.every((label, at) => label === span[at % period])) return period;
  }
  return 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
