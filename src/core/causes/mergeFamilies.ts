import type { HeapIndex } from '../heap/heapIndex';
import { memoized } from '../memoized';
import { isRegular, type GroupDraft } from './groupDraft';
import { ownerFamily } from './ownerFamily';

/** Drafts whose owners are the like of each other. */
interface Family {
  readonly isNamed: boolean;
  readonly members: GroupDraft[];
}

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
  return familiesOf(index, drafts).flatMap(({ isNamed, members }) => {
    const isKeyed = !isNamed || !members.every((draft) => draft.growsWithEachCall(calls));
    return isKeyed && members.length > 1 ? [join(members)] : members;
  });
}

/** Whether any draft, or those of a family together, got new members in batch after batch. */
export function isAnyRegular(
  index: HeapIndex,
  drafts: readonly GroupDraft[],
  calls: readonly number[],
): boolean {
  return familiesOf(index, drafts).some(({ members }) =>
    isRegular(
      calls.map((_calls, batch) =>
        members.reduce((sum, { perBatch }) => sum + perBatch[batch]!, 0),
      ),
      calls,
    ),
  );
}

/** A draft without its like is a family of its own. */
function familiesOf(index: HeapIndex, drafts: readonly GroupDraft[]): readonly Family[] {
  const families = new Map<string, Family>();
  const familyOf = memoized((owner: number) => ownerFamily(index, owner));
  drafts.forEach((draft, at) => {
    const family = familyOf(draft.owner);
    const key =
      family === undefined ? String(at) : `${family.key} ${draft.slot} ${String(draft.typeKey)}`;
    const known = families.get(key) ?? { isNamed: family?.isNamed ?? false, members: [] };
    known.members.push(draft);
    families.set(key, known);
  });
  return [...families.values()];
}

/** The largest stands for all: it has been there for longest. */
function join(members: readonly GroupDraft[]): GroupDraft {
  const [first, ...others] = [...members].sort((a, b) => b.survivors.length - a.survivors.length);
  for (const other of others) first!.join(other);
  return first!;
}
