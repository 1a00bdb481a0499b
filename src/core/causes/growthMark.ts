/** How large a container was when a step of the call began. */
export interface SizeSeen {
  /** The number of the step's turn, in the order of time. */
  readonly mark: number;
  readonly size: number;
}

/** What was seen of the container that is kept after the calls. */
export interface ContainerSeen {
  /** Entries after the last call. */
  readonly size: number;
  /** Of the container itself, in the order of time. */
  readonly seen: readonly SizeSeen[];
  /** Of whatever was in the holder's place, in the order of time. */
  readonly ofHolder: readonly HeldSeen[];
}

export interface HeldSeen extends SizeSeen {
  /** Whether it was the container that is kept. */
  readonly isKept: boolean;
}

/**
 * The turn in which what is kept became longer than what it was copied from: that of the step that
 * adds least to the copy, since making the copy adds all the rest. Where it was as long as it is from
 * the beginning, the turn in which it was made. Undefined where that copied what was as long already:
 * another copy was made longer, perhaps in a function whose steps nobody looked at. `elsewhere` where
 * nothing was added to it at all: these calls added to another, as to the next leaf of a tree.
 *
 * @param stepOf the step whose turn a mark is
 * @param likelyBirth the turn in which what is most likely the container, or its backing store, was made
 */
export function growthMark(
  { size, seen, ofHolder }: ContainerSeen,
  stepOf: (mark: number) => unknown,
  likelyBirth: number | undefined,
): number | 'elsewhere' | undefined {
  // Held by then, it was not made then: what was made is another, as the next leaf of a tree.
  const wasHeld = (mark: number): boolean =>
    ofHolder.some((held) => held.isKept && held.mark <= mark);
  const birth = likelyBirth === undefined || wasHeld(likelyBirth) ? undefined : likelyBirth;
  const increases = new Map<unknown, { mark: number; entries: number }>();
  const add = (mark: number, entries: number): void => {
    const known = increases.get(stepOf(mark))?.entries ?? 0;
    if (entries > 0) increases.set(stepOf(mark), { mark, entries: known + entries });
  };
  if (birth !== undefined) add(birth, seen[0]?.size ?? size);
  seen.forEach(({ mark, size: before }, at) => {
    add(mark, (seen[at + 1]?.size ?? size) - before);
  });
  const [least] = [...increases.values()].sort((a, b) => a.entries - b.entries);
  if (least === undefined) return 'elsewhere';
  if (least.mark !== birth) return least.mark;
  return ofHolder.some((held) => held.mark <= birth && held.size >= size) ? undefined : birth;
}
