import { edgeLabel } from '../heap/heapGraph';
import { strongRetainers, type HeapIndex } from '../heap/heapIndex';
import { memoized } from '../memoized';
import { cellsOfBatch } from './cellsOfBatch';
import { chainedTo, chainLength } from './chainedTo';
import { joinConsequences } from './consequences';
import { GroupDraft, mergeByHolder, slotOf } from './groupDraft';
import { holdsOlder } from './holdsOlder';
import { joinTrees } from './joinTrees';
import type { Holder } from './linkedList';
import { isAnyRegular, mergeFamilies } from './mergeFamilies';
import { populationOf } from './population';
import { nobody, responsibleSurvivors } from './responsible';
import { survivorHolders } from './survivorHolders';
import { isPrimitive, typeKeyOf } from './typeKey';

/**
 * The frontier between what is older than the tracked calls and what they left behind.
 *
 * A survivor is *responsible* when no other survivor of the same batch dominates it; all that it
 * dominates leaks along with it. Responsible survivors are grouped by the old object that holds
 * them (the leak root) and by type.
 */
export interface GrowthGroup {
  /** The old object that holds them; the first of `owners`. */
  readonly owner: number;
  /** Its like, of which each call adds to some: the lists of a map of lists. */
  readonly owners: readonly number[];
  /** The edges by which the owner leads to them, most frequent label first. */
  readonly links: readonly Link[];
  /** One object that each call replaces by a larger one: the place is the holder. */
  readonly isReplaced?: true;
  /** Responsible survivors, earliest batch first. */
  readonly survivors: readonly number[];
  readonly perBatch: readonly number[];
  /** Bytes of the survivors and of what only they hold, per tracked batch. */
  readonly bytesPerBatch: readonly number[];
  /** Of these, bytes that another group's holder keeps alive as well. */
  readonly sharedBytesPerBatch: readonly number[];
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
 * @param isLasting whether what a holder has in all is what it would have had it grown so from the first call
 */
export function growthGroups(
  index: HeapIndex,
  calls: readonly number[],
  isLasting: (grown: Pick<GrowthGroup, 'perBatch' | 'population'>) => boolean = () => true,
): GrowthGroup[] {
  return new Frontier(index, calls).groups(isLasting);
}

class Frontier {
  /** For each survivor and its native memory: the responsible survivor that holds it. */
  readonly #responsible: Uint32Array;
  readonly #drafts = new Map<string, GroupDraft>();
  readonly #draftsOf = new Map<number, GroupDraft[]>();

  /** Survivors without an old holder of their own: several others of the same holder keep them alive. */
  readonly #keptTogether = new Set<number>();

  /** Responsible survivors that more than one holder keeps alive. */
  readonly #shared = new Set<number>();

  /** Types (type keys) of the links of a chain that only the nearest holder tells of. */
  readonly #chained = new Set<number>();

  /** As each was before it took over others. */
  readonly #population = memoized((draft: GroupDraft) =>
    this.#chained.has(draft.typeKey)
      ? chainLength(this.index, draft.survivors, this.#chained)
      : populationOf(this.index, draft, this.calls),
  );

  constructor(
    private readonly index: HeapIndex,
    private readonly calls: readonly number[],
  ) {
    this.#responsible = responsibleSurvivors(index);
  }

  groups(isLasting: NonNullable<Parameters<typeof growthGroups>[2]>): GrowthGroup[] {
    for (let node = 0; node < this.#responsible.length; node++) {
      if (this.#responsible[node] === node) this.#place(node);
    }
    this.#findKeptTogether();
    this.#placeChained();
    this.#leaveOutRenewals();
    this.#findSharing();
    this.#countMembers();
    const joined = joinTrees(this.index, [...this.#drafts.values()], this.calls);
    const merged = mergeFamilies(this.index, joined, this.calls);
    const regular = merged.filter((draft) => draft.isRegular(this.calls));
    const lasting = mergeByHolder(this.index, regular, this.calls).filter((draft) =>
      isLasting({ perBatch: draft.perBatch, population: this.#population(draft) }),
    );
    const growing = joinConsequences(this.index, lasting);
    return growing
      .map((draft) => this.#finish(draft, growing))
      .sort((a, b) => sum(b.bytesPerBatch) - sum(a.bytesPerBatch));
  }

  #place(node: number): void {
    for (const holder of survivorHolders(this.index, this.#responsible, node)) {
      this.#draft(node, holder);
    }
  }

  #draft(node: number, { node: owner, edge, head }: Holder): void {
    const label = edgeLabel(this.index.graph, edge);
    const typeKey = typeKeyOf(this.index, node);
    const slot = slotOf(this.index.graph, edge);
    const key = `${owner} ${slot} ${typeKey}`;
    let draft = this.#drafts.get(key);
    if (draft === undefined) {
      draft = new GroupDraft(owner, slot, typeKey, this.calls.length, head);
      this.#drafts.set(key, draft);
    }
    const batch = this.index.births[node]!;
    const members = this.calls[batch] === 1 ? 1 : cellsOfBatch(this.index, node);
    draft.add(node, batch, edge, label, members);
    this.#draftsOf.set(node, [...(this.#draftsOf.get(node) ?? []), draft]);
  }

  /**
   * A socket's two ends, what all handles of a child process refer to: what several survivors keep alive
   * together leaks along with them; where these have several holders, all of them keep it.
   */
  #findKeptTogether(): void {
    const pending = [...this.#draftsOf].map(([node, drafts]) => ({ node, drafts }));
    const led = this.#survivorsLedTo();
    const found = new Map<number, GroupDraft[]>();
    for (const { node, drafts } of pending) {
      for (const next of led.get(node) ?? []) {
        const known = found.get(next);
        const all = [...new Set([...(known ?? []), ...drafts])];
        if (known !== undefined && all.length === known.length) continue;
        found.set(next, all);
        pending.push({ node: next, drafts: all });
      }
    }
    for (const [node, drafts] of found) {
      const oneOfEach = new Map(drafts.toReversed().map((draft) => [draft.holderKey, draft]));
      const holding = [...oneOfEach.values()];
      // Where two hold a chain at its new end, neither grows: see below.
      const keeping =
        holding.length === 1 ? holding : holding.filter((draft) => draft.isRegular(this.calls));
      if (keeping.length === 0) continue;
      this.#keptTogether.add(node);
      this.#draftsOf.set(node, keeping);
    }
  }

  /**
   * Survivors of a chain that two hold at its new end have no holder of their own. Where nothing else grows, the
   * nearest old object has them; else somebody was found who keeps them.
   */
  #placeChained(): void {
    if (isAnyRegular(this.index, [...this.#drafts.values()], this.calls)) return;
    const lost: number[] = [];
    for (let node = 0; node < this.#responsible.length; node++) {
      const isLost = this.#responsible[node] === node && !this.#draftsOf.has(node);
      if (isLost && !isPrimitive(this.index, node)) lost.push(node);
    }
    if (lost.length === 0) return;
    const nearest = chainedTo(this.index);
    for (const node of lost) {
      const holder = nearest.get(node);
      if (holder !== undefined) this.#draft(node, holder);
    }
    for (const node of lost) this.#chained.add(typeKeyOf(this.index, node));
  }

  /**
   * What holds something older than itself was put in the place of another: a timer that its own callback
   * starts again is no further one. Where these hide how many the calls add, they are left out.
   */
  #leaveOutRenewals(): void {
    const without = new Map<GroupDraft, GroupDraft>();
    for (const [key, draft] of this.#drafts) {
      if (draft.isEven(this.calls)) continue;
      const added = draft.only((node) => !holdsOlder(this.index, node));
      if (!added.isEven(this.calls)) continue;
      this.#drafts.set(key, added);
      without.set(draft, added);
    }
    if (without.size === 0) return;
    for (const [node, drafts] of this.#draftsOf) {
      const isLeftOut = !this.#keptTogether.has(node) && holdsOlder(this.index, node);
      const left = drafts.flatMap((draft) => {
        const added = without.get(draft);
        if (added === undefined) return draft;
        return isLeftOut ? [] : added;
      });
      this.#draftsOf.set(node, left);
    }
  }

  /** From responsible survivors to those without a holder that they, or what they hold, refer to. */
  #survivorsLedTo(): Map<number, Set<number>> {
    const led = new Map<number, Set<number>>();
    for (let node = 0; node < this.#responsible.length; node++) {
      if (this.#responsible[node] !== node || this.#draftsOf.has(node)) continue;
      for (const { node: retainer } of strongRetainers(this.index, node)) {
        const from = this.#responsible[retainer]!;
        if (from === nobody || from === node) continue;
        led.set(from, (led.get(from) ?? new Set()).add(node));
      }
    }
    return led;
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
        if (this.#shared.has(responsible)) draft.sharedBytesPerBatch[batch]! += bytes;
        if (node !== responsible || this.#keptTogether.has(node))
          draft.carry(typeKeyOf(this.index, node), node, batch, bytes);
      }
    }
  }

  /** Two groups share when one survivor is in both, or when one's survivors refer to the other's. */
  #findSharing(): void {
    for (const [node, drafts] of this.#draftsOf) {
      const holding = new Set([...drafts, ...this.#draftsReferringTo(node)]);
      for (const draft of drafts) {
        for (const other of holding) if (other !== draft) draft.sharedWith.add(other);
      }
      const holders = [...holding].filter((draft) => draft.isRegular(this.calls));
      if (new Set(holders.map(({ holderKey }) => holderKey)).size > 1) this.#shared.add(node);
    }
  }

  /** Groups whose survivors refer to a survivor that another group holds as well. */
  #draftsReferringTo(node: number): GroupDraft[] {
    return strongRetainers(this.index, node).flatMap(({ node: retainer }) => {
      const holder = this.#responsible[retainer]!;
      return holder === nobody || holder === node ? [] : (this.#draftsOf.get(holder) ?? []);
    });
  }

  #finish(draft: GroupDraft, regular: readonly GroupDraft[]): GrowthGroup {
    if (draft.group !== undefined) return draft.group;
    const { births } = this.index;
    const sharedWith: GrowthGroup[] = [];
    const group: GrowthGroup = {
      owner: draft.owner,
      owners: draft.owners,
      links: draft.links(),
      survivors: [...draft.survivors].sort((a, b) => births[a]! - births[b]!),
      perBatch: draft.perBatch,
      bytesPerBatch: draft.bytesPerBatch,
      sharedBytesPerBatch: draft.sharedBytesPerBatch,
      passengers: draft.passengers(),
      sharedWith,
      population: this.#population(draft),
    };
    draft.group = group; // before the others ask for it: sharing is mutual
    const others = new Set([...draft.sharedWith].map(({ standIn }) => standIn));
    for (const other of others) {
      if (other !== draft && regular.includes(other)) sharedWith.push(this.#finish(other, regular));
    }
    if (sharedWith.length === 0) draft.sharedBytesPerBatch.fill(0);
    return group;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
