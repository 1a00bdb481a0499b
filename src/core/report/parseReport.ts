import type { CheckReport } from './checkResult';
import type { LeakReport } from './report';
import { said, type Sentence } from './sentence';

/** What a file of results holds. */
export type ParsedReport =
  | { readonly kind: 'report'; readonly report: LeakReport }
  | { readonly kind: 'checks'; readonly checks: CheckReport }
  /** `problem` is a sentence with the remedy. */
  | { readonly kind: 'problem'; readonly problem: Sentence };

/**
 * Reads what `leak-loop run --json` and `leak-loop check --json` write. The shape is compared as far as
 * every format of a report relies on it: files come from elsewhere.
 */
export function parseReport(text: string): ParsedReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return {
      kind: 'problem',
      problem: said`This is not JSON: ${(error as Error).message}. Was the run that wrote it cut short?`,
    };
  }
  if (!isObject(value)) return notOurs;
  if (typeof value['version'] === 'number' && value['version'] !== 1) {
    return {
      kind: 'problem',
      problem: said`This report has version ${value['version']}, and this Leak Loop reads version 1: update it.`,
    };
  }
  if (isReport(value)) return { kind: 'report', report: value as unknown as LeakReport };
  return isChecks(value) ? { kind: 'checks', checks: value as unknown as CheckReport } : notOurs;
}

const notOurs: ParsedReport = {
  kind: 'problem',
  problem: said`This is not a report of Leak Loop. Export one from the Leaks view, or write one with leak-loop run <file> --json <path>.`,
};

type Shape = (value: unknown) => boolean;

const isText: Shape = (value) => typeof value === 'string';
const isNumber: Shape = (value) => typeof value === 'number' && Number.isFinite(value);

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const listOf =
  (isOne: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(isOne);

const optional =
  (isOne: Shape): Shape =>
  (value) =>
    value === undefined || isOne(value);

const oneOf =
  (...words: readonly string[]): Shape =>
  (value) =>
    words.some((word) => word === value);

const shape =
  (fields: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    isObject(value) && Object.entries(fields).every(([name, isRight]) => isRight(value[name]));

/** Whether it can be said: parts may be of kinds that a later version knows. */
const isSentence: Shape = (value) =>
  isObject(value) &&
  isText(value['template']) &&
  listOf((part) =>
    isObject(part) ? !('template' in part) || isSentence(part) : isText(part) || isNumber(part),
  )(value['values']);

const isLocation = shape({ file: isText, line: isNumber, column: isNumber });

const isFrame = shape({ function: isText, location: isLocation });

const isEdge = shape({ kind: isText, name: isText });

const isLeakRoot = shape({
  name: isText,
  type: isText,
  size: optional(shape({ before: isNumber, after: isNumber })),
  location: optional(isLocation),
});

const isSuspect = shape({
  type: shape({ name: isText, kind: isText, location: optional(isLocation) }),
  objectsPerCall: isNumber,
  bytesPerCall: isNumber,
  survivorsPerBatch: listOf(isNumber),
  leakRoot: isLeakRoot,
  growthSite: optional(
    shape({ location: isLocation, inner: optional(isFrame), stack: listOf(isFrame), how: isText }),
  ),
  allocationSite: optional(shape({ location: isLocation, stack: listOf(isFrame) })),
  passengers: listOf(shape({ type: isText, objectsPerCall: isNumber, bytesPerCall: isNumber })),
  captured: optional(
    listOf(
      shape({
        name: isText,
        location: isLocation,
        retainedSize: isNumber,
        usedBy: optional(listOf(isText)),
      }),
    ),
  ),
  chain: listOf(
    shape({
      edge: isEdge,
      type: isText,
      label: isText,
      repeats: optional(isNumber),
      location: optional(isLocation),
    }),
  ),
  instances: optional(
    listOf(
      shape({
        id: isNumber,
        retainedSize: isNumber,
        referrers: isNumber,
        referredBy: listOf(shape({ type: isText, edge: isEdge })),
      }),
    ),
  ),
  alsoAddedTo: optional(listOf(isLeakRoot)),
  alsoHeldBy: listOf(isText),
  fingerprint: isText,
  advice: optional(isText),
  accepted: optional(isText),
  wording: optional(shape({ advice: optional(isSentence) })),
});

const isBeforeAndAfter = shape({ before: isNumber, after: isNumber });

const isReport = shape({
  verdict: oneOf('leak', 'bounded', 'clean', 'unclear'),
  reason: isText,
  notExcluded: listOf(isText),
  function: shape({
    name: isText,
    kind: isText,
    className: optional(isText),
    location: isLocation,
  }),
  target: shape({
    kind: oneOf('launch', 'attach', 'session'),
    nodeVersion: isText,
    pid: isNumber,
    worker: optional(shape({ id: isNumber, name: optional(isText) })),
  }),
  loop: shape({
    warmUpCalls: isNumber,
    calls: isNumber,
    batches: listOf(shape({ calls: isNumber, survivors: isNumber, gcMillis: isNumber })),
    threw: optional(
      shape({
        calls: isNumber,
        first: shape({ message: isText, location: optional(isLocation) }),
      }),
    ),
  }),
  perCall: shape({ objects: isNumber, bytes: isNumber, externalBytes: isNumber }),
  suspects: listOf(isSuspect),
  newest: optional(listOf(shape({ type: isText, objects: isNumber, bytes: isNumber }))),
  allocatedIn: optional(listOf(isFrame)),
  slowdown: optional(shape({ firstMillisPerCall: isNumber, lastMillisPerCall: isNumber })),
  activeResources: (value) => isObject(value) && Object.values(value).every(isBeforeAndAfter),
  warnings: listOf(isText),
  wording: optional(
    shape({
      reason: isSentence,
      notExcluded: listOf(isSentence),
      warnings: listOf(isSentence),
    }),
  ),
  durationMillis: isNumber,
});

const isChecks = shape({
  checks: listOf(
    shape({
      file: isText,
      cwd: isText,
      name: isText,
      report: optional(isReport),
      failure: optional(shape({ code: isText, message: isText, stderr: optional(listOf(isText)) })),
      accepted: optional(isText),
    }),
  ),
  shard: optional(shape({ index: isNumber, count: isNumber })),
  stale: optional(listOf(shape({ check: isText, fingerprint: isText, reason: isText }))),
});
