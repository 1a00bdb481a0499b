import type { LeakRoot, Passenger, Suspect } from '../report/report';

/**
 * Suspects that are one mistake as one: the heaviest stands for all, and what the others keep it also keeps.
 *
 * @param keyOf equal for those that are one; '' for what is a mistake of its own
 */
export function joinSuspects(
  suspects: readonly Suspect[],
  keyOf: (suspect: Suspect) => string,
): Suspect[] {
  const groups = new Map<string, Suspect[]>();
  for (const suspect of suspects) {
    const key = keyOf(suspect);
    if (key !== '') groups.set(key, [...(groups.get(key) ?? []), suspect]);
  }
  const standIns = new Map<string, Suspect>();
  for (const group of groups.values()) {
    const joined = join(group);
    for (const { fingerprint } of group) standIns.set(fingerprint, joined);
  }
  const left = suspects.map((suspect) => standIns.get(suspect.fingerprint) ?? suspect);
  return [...new Set(left)]
    .map((suspect) => withHolders(suspect, standIns))
    .sort((a, b) => b.bytesPerCall - a.bytesPerCall);
}

/** @param group most bytes first, as causes are */
function join(group: readonly Suspect[]): Suspect {
  const [main, ...others] = group as [Suspect, ...Suspect[]];
  if (others.length === 0) return main;
  // What another place holds as well is counted once.
  const addedBy = ({ exclusiveBytesPerCall, bytesPerCall }: Suspect): number =>
    exclusiveBytesPerCall ?? bytesPerCall;
  const added = others.reduce((sum, other) => sum + addedBy(other), 0);
  const growthSite = group.find(hasLineOfProgram)?.growthSite;
  const allocationSite = main.allocationSite ?? others.find(hasAllocation)?.allocationSite;
  const passengers = others.map((other): Passenger => {
    const { type, objectsPerCall } = other;
    return { type: type.name, objectsPerCall, bytesPerCall: addedBy(other) };
  });
  return {
    ...main,
    bytesPerCall: main.bytesPerCall + added,
    ...(main.exclusiveBytesPerCall === undefined
      ? {}
      : { exclusiveBytesPerCall: main.exclusiveBytesPerCall + added }),
    ...(growthSite === undefined ? {} : { growthSite }),
    ...(allocationSite === undefined ? {} : { allocationSite }),
    passengers: merged([...main.passengers, ...passengers], main.type.name),
    alsoAddedTo: rootsBeside(main, others),
    alsoHeldBy: [...new Set(group.flatMap(({ alsoHeldBy }) => alsoHeldBy))],
  };
}

/** Each by its name once. */
function rootsBeside(main: Suspect, others: readonly Suspect[]): LeakRoot[] {
  const roots = [main, ...others].flatMap(({ leakRoot, alsoAddedTo = [] }) => [
    leakRoot,
    ...alsoAddedTo,
  ]);
  const byName = new Map(roots.toReversed().map((root) => [root.name, root]));
  byName.delete(main.leakRoot.name);
  return [...byName.values()].reverse();
}

function hasLineOfProgram({ growthSite }: Suspect): boolean {
  return growthSite !== undefined && !growthSite.location.file.startsWith('node:');
}

function hasAllocation({ allocationSite }: Suspect): boolean {
  return allocationSite !== undefined;
}

/** One entry for a type, and none for the type that the cause is called by. */
function merged(passengers: readonly Passenger[], main: string): Passenger[] {
  const byType = new Map<string, Passenger>();
  for (const each of passengers.filter(({ type }) => type !== main)) {
    const known = byType.get(each.type);
    byType.set(each.type, {
      type: each.type,
      objectsPerCall: each.objectsPerCall + (known?.objectsPerCall ?? 0),
      bytesPerCall: each.bytesPerCall + (known?.bytesPerCall ?? 0),
    });
  }
  return [...byType.values()].sort((a, b) => b.bytesPerCall - a.bytesPerCall);
}

/** Those that were joined are known by the one that stands for them, which does not share with itself. */
function withHolders(suspect: Suspect, standIns: ReadonlyMap<string, Suspect>): Suspect {
  const holders = suspect.alsoHeldBy.map((each) => standIns.get(each)?.fingerprint ?? each);
  const alsoHeldBy = [...new Set(holders)].filter((each) => each !== suspect.fingerprint);
  const exclusive =
    suspect.alsoHeldBy.length > 0 && alsoHeldBy.length === 0
      ? { exclusiveBytesPerCall: suspect.bytesPerCall }
      : {};
  return { ...suspect, ...exclusive, alsoHeldBy };
}
