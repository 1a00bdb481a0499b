import type { Passenger, Suspect } from '../report/report';

/**
 * One call into Node may leave something behind in several places of Node's own: `new Worker` does in ten,
 * an `import()` of a new URL in two. To the program that is one mistake, at one line: the heaviest
 * stands for all that Node keeps because of that line, and for what was seen to be added by no line at
 * all if there is but one.
 */
export function joinInsideNode(suspects: readonly Suspect[]): Suspect[] {
  const inside = suspects.filter(isInsideNode);
  const lines = new Set(inside.map(lineOf).filter((line) => line !== ''));
  const groups = new Map<string, Suspect[]>();
  for (const suspect of inside) {
    const line = lineOf(suspect);
    const [only = ''] = lines.size === 1 ? lines : [];
    const key = line === '' ? only : line;
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

/** Where the holder is declared in Node, or nowhere in JavaScript. */
function isInsideNode({ leakRoot: { location }, heldBy }: Suspect): boolean {
  return location === undefined ? heldBy === 'native' : isNodes(location);
}

/** The line of the program's that adds; '' where none was seen. */
function lineOf({ growthSite }: Suspect): string {
  if (growthSite === undefined || isNodes(growthSite.location)) return '';
  return `${growthSite.location.file}:${String(growthSite.location.line)}`;
}

function isNodes({ file }: { readonly file: string }): boolean {
  return file.startsWith('node:');
}

/** @param group most bytes first, as causes are */
function join(group: readonly Suspect[]): Suspect {
  const [main, ...others] = group as [Suspect, ...Suspect[]];
  if (others.length === 0) return main;
  // What another place holds as well is counted once.
  const addedBy = ({ exclusiveBytesPerCall, bytesPerCall }: Suspect): number =>
    exclusiveBytesPerCall ?? bytesPerCall;
  const added = others.reduce((sum, other) => sum + addedBy(other), 0);
  const growthSite = group.find((each) => lineOf(each) !== '')?.growthSite;
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
    alsoHeldBy: [...new Set(group.flatMap(({ alsoHeldBy }) => alsoHeldBy))],
  };
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

/** Those that were joined are known by the one that stands for them, which does not hold itself. */
function withHolders(suspect: Suspect, standIns: ReadonlyMap<string, Suspect>): Suspect {
  const holders = suspect.alsoHeldBy.map((each) => standIns.get(each)?.fingerprint ?? each);
  const alsoHeldBy = [...new Set(holders)].filter((each) => each !== suspect.fingerprint);
  return { ...suspect, alsoHeldBy };
}
