import type { HeapIndex } from '../heap/heapIndex';
import type { GroupDraft } from './groupDraft';
import { ownerFamily, type OwnerFamily } from './ownerFamily';

/**
 * One mistake is one cause, however many owners it has: the lists of a map of lists, of which each
 * call adds to one, are the like of each other. So are owners that are properties of one object if
 * no call adds to all of them: their names are keys that the program computes.
 */
export function mergeFamilies(
  index: HeapIndex,
  drafts: readonly GroupDraft[],
  calls: readonly number[],
): GroupDraft[] {
  const families = new Map<string, { readonly isNamed: boolean; readonly members: GroupDraft[] }>();
  const familyOf = memoized((owner: number) => ownerFamily(index, owner));
  const alone: GroupDraft[] = [];
  for (const draft of drafts) {
    const family = familyOf(draft.owner);
    if (family === undefined) {
      alone.push(draft);
      continue;
    }
    const key = `${family.key} ${draft.slot} ${String(draft.typeKey)}`;
    const members = families.get(key)?.members ?? [];
    members.push(draft);
    families.set(key, { isNamed: family.isNamed, members });
  }
  for (const { isNamed, members } of families.values()) {
    const isKeyed = !isNamed || !members.every((draft) => growsWithEachCall(draft, calls));
    if (!isKeyed || members.length === 1) alone.push(...members);
    else alone.push(join(members));
  }
  return alone;
}

/** The largest stands for all: it has been there for longest. */
function join(members: readonly GroupDraft[]): GroupDraft {
  const [first, ...others] = [...members].sort((a, b) => b.survivors.length - a.survivors.length);
  for (const other of others) first!.join(other);
  return first!;
}

/** By the batches of one call; the last of all is left out, it may not all be in its place yet. */
function growsWithEachCall({ perBatch }: GroupDraft, calls: readonly number[]): boolean {
  return perBatch.slice(0, -1).every((count, batch) => calls[batch] !== 1 || count > 0);
}

function memoized(
  find: (owner: number) => OwnerFamily | undefined,
): (owner: number) => OwnerFamily | undefined {
  const known = new Map<number, OwnerFamily | undefined>();
  return (owner) => {
    if (!known.has(owner)) known.set(owner, find(owner));
    return known.get(owner);
  };
}
