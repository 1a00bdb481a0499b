/** What was open, by its number (its path), when a function of Node's file system was entered. */
export interface DescriptorNote {
  readonly open: Readonly<Record<string, string>>;
  /** What the function was given, where that is a path. */
  readonly path?: string;
}

/** Which note belongs to a descriptor that stayed open. */
export interface DescriptorOwner {
  readonly note: number;
  /** Whether it is certain: the path is the same, or nothing else can have opened it. */
  readonly isCertain: boolean;
}

/**
 * Who opened what stayed open: the function that was entered last before the descriptor was there, of
 * those with the same path if there are any, as files are opened at once or some turns later.
 *
 * @param hasUser whether the program's own code is on the stack of a note
 */
export function descriptorOwners(
  before: DescriptorNote['open'],
  notes: readonly DescriptorNote[],
  after: DescriptorNote['open'],
  hasUser: (note: number) => boolean,
): DescriptorOwner[] {
  const stayed = Object.keys(after).filter(
    (descriptor) => before[descriptor] !== after[descriptor],
  );
  return stayed.flatMap((descriptor) => {
    const path = after[descriptor]!;
    const seenAt = notes.findIndex(({ open }) => open[descriptor] === path);
    const earlier = notes.slice(0, seenAt < 0 ? notes.length : seenAt).map((_, note) => note);
    const own = earlier.filter(hasUser);
    const named = own.findLast((note) => notes[note]!.path === path);
    const note = named ?? own.at(-1);
    if (note === undefined) return [];
    const isCertain = named !== undefined || note === earlier.at(-1);
    return [{ note, isCertain }];
  });
}
