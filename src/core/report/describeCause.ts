import { isAccepted } from './acceptedReport';
import { formatLocation, isForeignCode } from './formatLocation';
import { objectsPerCall } from './objectsPerCall';
import type { CapturedVariable, LeakReport, LeakRoot, Location, Suspect } from './report';
import { counted, enumerated, listed, said, sized, type Sentence } from './sentence';
import { terminalLine } from './terminalText';

/** What holds the leaking objects, in source terms: `byId (Map)`, `bus 'tick' listeners`. */
export function describeHolder({ leakRoot }: Suspect): string {
  return describeRoot(leakRoot);
}

function describeRoot(root: LeakRoot): string {
  const name = terminalLine(root.name);
  const type = terminalLine(root.type);
  // a name of several words describes itself; its type (an Array of listeners) would only distract
  const isPlain = name.includes(' ') || type === '' || type === name || isScope(type);
  return isPlain ? name : `${name} (${type})`;
}

/** What a variable is in, and V8's record of a realm: nothing that a program knows. */
function isScope(type: string): boolean {
  return type === 'Context' || type === 'NativeContext';
}

/** `keeps 1 Session per call`, or `becomes larger each time`. */
export function describeGrowth(suspect: Suspect): Sentence {
  if (growsItself(suspect)) return said`becomes larger each time`;
  return said`keeps ${objectsPerCall(suspect.objectsPerCall, terminalLine(suspect.type.name), suspect.type.kind)}`;
}

/** Whether nothing is added to the holder, which is resized in its place, as some buffers can be. */
export function growsItself({ type, leakRoot, objectsPerCall, instances = [] }: Suspect): boolean {
  return objectsPerCall === 0 && instances.length === 0 && type.name === leakRoot.type;
}

/**
 * The line to open for a cause: where it is added, and of that the innermost frame in the user's
 * own code; else where the holder is declared.
 */
export function ownLocation(suspect: Suspect): Location | undefined {
  const site = suspect.growthSite;
  if (site === undefined) {
    return suspect.leakRoot.location;
  }
  const own = site.stack.find((frame) => !isForeignCode(frame.location));
  return isForeignCode(site.location) ? (own?.location ?? site.location) : site.location;
}

/** Whether nothing about the cause is in the user's own code: neither the line that adds nor the holder. */
export function isForeignCause(suspect: Suspect): boolean {
  const location = ownLocation(suspect);
  return location !== undefined && isForeignCode(location);
}

/**
 * `Session is also held by bus 'tick' listeners: fix both to free it`; undefined where nothing
 * else holds the objects.
 */
export function describeOtherHolders(suspect: Suspect, report: LeakReport): Sentence | undefined {
  const others = report.suspects.filter(
    (other) => other !== suspect && suspect.alsoHeldBy.includes(other.fingerprint),
  );
  if (others.length === 0) {
    return undefined;
  }
  const remedy = others.length === 1 ? said`fix both to free it` : said`fix all of them to free it`;
  const type = terminalLine(suspect.type.name);
  const { exclusiveBytesPerCall: exclusive = 0 } = suspect;
  const note = said`${type} is also held by ${enumerated(others.map(describeHolder))}: ${remedy}`;
  return exclusive < 1
    ? note
    : said`${note}; fixing only this one saves ${sized(exclusive)} per call`;
}

const mostRoots = 3;

/** `ticks.end.listeners (Array), pipes (Set) and 2 more`; undefined where the call adds to nothing else. */
export function describeOtherRoots({ alsoAddedTo: roots = [] }: Suspect): Sentence | undefined {
  if (roots.length === 0) return undefined;
  const shown = listed(
    roots.slice(0, mostRoots).map((root) => said`${describeRoot(root)}`),
    ', ',
  );
  const more = roots.length - mostRoots;
  return more > 0 ? said`${shown} and ${counted(more)} more` : shown;
}

/** `rows (4 KB) of orders.js:7:9: no function that can still run reads it`, for each variable. */
export function describeCaptured({ captured = [] }: Suspect, cwd?: string): Sentence | undefined {
  if (captured.length === 0) return undefined;
  return listed(
    captured.map((each) => describeVariable(each, cwd)),
    '; ',
  );
}

function describeVariable(
  { name, location, retainedSize, usedBy }: CapturedVariable,
  cwd?: string,
): Sentence {
  const variable = said`${terminalLine(name)} (${sized(retainedSize)}) of ${formatLocation(location, cwd)}`;
  if (usedBy === undefined) return variable;
  return usedBy.length === 0
    ? said`${variable}: no function that can still run reads it`
    : said`${variable}, used by ${enumerated(usedBy.slice(0, mostUsers).map(terminalLine))}`;
}

/** Functions of a scope that are named. */
const mostUsers = 3;

/** The remedy in one sentence for somebody who reads no further. */
export function describeNextStep(report: LeakReport, cwd?: string): Sentence | undefined {
  const open = report.suspects.filter((suspect) => !isAccepted(suspect));
  const first = open.find((suspect) => !isForeignCause(suspect)) ?? open[0];
  if (report.verdict !== 'leak' || first === undefined) {
    return undefined;
  }
  const location = ownLocation(first);
  const holder = describeHolder(first);
  return location === undefined
    ? said`Fix what ${holder} keeps, then run again: each cause is then fixed, better or unchanged.`
    : said`Fix what ${holder} keeps at ${formatLocation(location, cwd)}, then run again: each cause is then fixed, better or unchanged.`;
}
