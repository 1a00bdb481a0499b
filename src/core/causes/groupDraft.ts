import { edgeKindOf, edgeLabel, type HeapGraph } from '../heap/heapGraph';
import { typeOf, type HeapIndex } from '../heap/heapIndex';
import type { GrowthGroup, Link, PassengerCount } from './frontier';
import { isNodeHandle } from './nodeHandle';
import { isPrimitive } from './typeKey';

interface CarriedType {
  readonly example: number;
  readonly countPerBatch: number[];
  readonly bytesPerBatch: number[];
}

/** Each variable of a context is a holder of its own; the keys of an object make up one. */
export function slotOf(graph: HeapGraph, edge: number): string {
  return edgeKindOf(graph, edge) === 'context' ? edgeLabel(graph, edge) : '';
}

/** The survivors of one type that one holder keeps, while they are being gathered. */
export class GroupDraft {
  readonly survivors: number[] = [];
  readonly perBatch: number[];
  readonly bytesPerBatch: number[];
  readonly sharedBytesPerBatch: number[];
  readonly sharedWith = new Set<GroupDraft>();
  /** With those of its like that it stands for, itself first. */
  readonly owners: number[];
  group: GrowthGroup | undefined;
  #absorbedBy: GroupDraft | undefined;
  readonly #links = new Map<string, { edge: number; count: number }>();
  readonly #members: Parameters<GroupDraft['add']>[] = [];
  readonly #carried = new Map<number, CarriedType>();

  constructor(
    readonly owner: number,
    readonly slot: string,
    readonly typeKey: number,
    batches: number,
    /** The first cell of the list that the survivors are in, where the owner does not hold that. */
    readonly head?: number,
  ) {
    this.owners = [owner];
    this.perBatch = new Array<number>(batches).fill(0);
    this.bytesPerBatch = new Array<number>(batches).fill(0);
    this.sharedBytesPerBatch = new Array<number>(batches).fill(0);
  }

  /** The same for all groups of one holder. */
  get holderKey(): string {
    return `${String(this.owner)} ${this.slot}`;
  }

  /** @param members so many it stands for: the newest cell of a list has the others of its batch */
  add(node: number, batch: number, edge: number, label: string, members = 1): void {
    this.survivors.push(node);
    this.perBatch[batch]! += members;
    this.#addLink(label, edge, 1);
    this.#members.push([node, batch, edge, label, members]);
  }

  /** A draft of the same holder that only has some of what was added to this one. */
  only(isMember: (node: number) => boolean): GroupDraft {
    const { owner, slot, typeKey, head } = this;
    const draft = new GroupDraft(owner, slot, typeKey, this.perBatch.length, head);
    for (const member of this.#members) if (isMember(member[0])) draft.add(...member);
    return draft;
  }

  /** An empty draft for survivors like its own, of something over its owner. */
  above(holder: number, slot: string): GroupDraft {
    return new GroupDraft(holder, slot, this.typeKey, this.perBatch.length);
  }

  #addLink(label: string, edge: number, count: number): void {
    const link = this.#links.get(label);
    if (link === undefined) this.#links.set(label, { edge, count });
    else link.count += count;
  }

  carry(typeKey: number, example: number, batch: number, bytes: number, count = 1): void {
    let carried = this.#carried.get(typeKey);
    if (carried === undefined) {
      const zeros = (): number[] => this.perBatch.map(() => 0);
      carried = { example, countPerBatch: zeros(), bytesPerBatch: zeros() };
      this.#carried.set(typeKey, carried);
    }
    carried.countPerBatch[batch]! += count;
    carried.bytesPerBatch[batch]! += bytes;
  }

  /**
   * Of the objects of its type that leak, the share of its own survivors: others hang from these. By the batches
   * of one call: in a larger one the newest cell of a list has the others of its batch.
   */
  entryShare(calls: readonly number[]): number {
    const { countPerBatch = [] } = this.#carried.get(this.typeKey) ?? {};
    const single = this.perBatch
      .map((_count, batch) => batch)
      .filter((batch) => calls[batch] === 1);
    const own = sum(single.map((batch) => this.perBatch[batch]!));
    const below = sum(single.map((batch) => countPerBatch[batch] ?? 0));
    return own === 0 ? 1 : own / (own + below);
  }

  /** Whether things of a type leak along with the survivors. */
  carries(typeKey: number): boolean {
    return this.#carried.has(typeKey);
  }

  isSharedWith(other: GroupDraft): boolean {
    return [...this.sharedWith].some(({ standIn }) => standIn === other);
  }

  /** The group that stands for this one in the end. */
  get standIn(): GroupDraft {
    return this.#absorbedBy?.standIn ?? this;
  }

  /** Takes over the group of an owner that is the like of its own: the same mistake with the same type. */
  join(other: GroupDraft): void {
    for (const owner of other.owners) this.owners.push(owner); // too many for a spread
    for (const [label, { edge, count }] of other.#links) this.#addLink(label, edge, count);
    this.#joinSurvivors(other);
  }

  /** Takes over the group of something below its owner, to which a link of the owner leads. */
  joinBelow(other: GroupDraft, edge: number, label: string): void {
    this.#addLink(label, edge, other.survivors.length);
    this.#joinSurvivors(other);
  }

  #joinSurvivors(other: GroupDraft): void {
    other.#absorbedBy = this;
    for (const survivor of other.survivors) this.survivors.push(survivor);
    other.perBatch.forEach((count, batch) => (this.perBatch[batch]! += count));
    other.bytesPerBatch.forEach((bytes, batch) => {
      this.bytesPerBatch[batch]! += bytes;
      this.sharedBytesPerBatch[batch]! += other.sharedBytesPerBatch[batch]!;
    });
    this.#carryAll(other);
    this.#share(other);
  }

  /** Takes over another group of the same holder; its survivors and theirs leak together. */
  absorb(other: GroupDraft): void {
    other.#absorbedBy = this;
    const [example] = other.survivors;
    const own = [...other.bytesPerBatch];
    for (const { bytesPerBatch } of other.#carried.values()) {
      bytesPerBatch.forEach((bytes, batch) => (own[batch]! -= bytes));
    }
    this.#carryAll(other);
    own.forEach((bytes, batch) => {
      this.carry(other.typeKey, example!, batch, bytes, other.perBatch[batch]);
      this.bytesPerBatch[batch]! += other.bytesPerBatch[batch]!;
      this.sharedBytesPerBatch[batch]! += other.sharedBytesPerBatch[batch]!;
    });
    this.#share(other);
  }

  #carryAll(other: GroupDraft): void {
    for (const [typeKey, { example, countPerBatch, bytesPerBatch }] of other.#carried) {
      bytesPerBatch.forEach((bytes, batch) => {
        this.carry(typeKey, example, batch, bytes, countPerBatch[batch]);
      });
    }
  }

  #share(other: GroupDraft): void {
    for (const shared of other.sharedWith) if (shared !== this) this.sharedWith.add(shared);
  }

  isRegular(calls: readonly number[]): boolean {
    return isRegular(this.perBatch, calls);
  }

  /** About as many for each call, whatever the batch; what the last one left may not be in its place yet. */
  isEven(calls: readonly number[]): boolean {
    return isSteady(this.perBatch.map((count, batch) => count / calls[batch]!).slice(0, -1));
  }

  /** By the batches of one call; the last of all is left out, it may not all be in its place yet. */
  growsWithEachCall(calls: readonly number[]): boolean {
    return this.perBatch.slice(0, -1).every((count, batch) => calls[batch] !== 1 || count > 0);
  }

  links(): Link[] {
    return [...this.#links]
      .map(([label, link]) => ({ label, ...link }))
      .sort((a, b) => b.count - a.count);
  }

  passengers(): PassengerCount[] {
    return [...this.#carried.values()].sort((a, b) => sum(b.bytesPerBatch) - sum(a.bytesPerBatch));
  }
}

/**
 * One mistake is one cause: what else grows in the same holder becomes its heaviest type's passenger.
 * The keys of a map may be heavier than what they lead to, and are not what anybody calls it by; a
 * symbol's description may be heavier than the symbol, and the parser of a socket than the socket. What
 * comes with each call is known by that before what comes with many: the nodes of a tree, of 32 entries each.
 */
export function mergeByHolder(
  index: HeapIndex,
  drafts: readonly GroupDraft[],
  calls: readonly number[],
): GroupDraft[] {
  const byHolder = new Map<string, GroupDraft>();
  const rarely = (draft: GroupDraft): number => (draft.growsWithEachCall(calls) ? 0 : 1);
  const heaviestFirst = [...drafts].sort(
    (a, b) =>
      rank(index, a) - rank(index, b) ||
      rarely(a) - rarely(b) ||
      sum(b.bytesPerBatch) - sum(a.bytesPerBatch),
  );
  for (const draft of heaviestFirst) {
    const main = byHolder.get(draft.holderKey);
    if (main === undefined) byHolder.set(draft.holderKey, draft);
    else main.absorb(draft);
  }
  return [...byHolder.values()];
}

/** The lower, the more a person would call a cause by these survivors. */
function rank(index: HeapIndex, { owner, survivors: [first] }: GroupDraft): number {
  const { graph } = index;
  if (first === undefined) return 0;
  if (isPrimitive(index, first)) return typeOf(graph, first) === 'symbol' ? 2 : 3;
  return typeOf(graph, owner) === 'synthetic' && !isNodeHandle(index, first) ? 1 : 0;
}

/**
 * New members in every batch of one call, or in every larger one but the last: what that left
 * behind may still be on its way.
 */
export function isRegular(perBatch: readonly number[], calls: readonly number[]): boolean {
  const single = perBatch.filter((_count, batch) => calls[batch] === 1);
  const larger = perBatch.filter((_count, batch) => calls[batch] !== 1);
  const settledSingle = larger.length > 0 ? single : single.slice(0, -1);
  return isSteady(settledSingle) || isSteady(larger.slice(0, -1));
}

/** Some in each, and never many more in one than in another. */
function isSteady(counts: readonly number[]): boolean {
  return (
    counts.length > 0 && Math.min(...counts) > 0 && Math.max(...counts) <= 3 * Math.min(...counts)
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
