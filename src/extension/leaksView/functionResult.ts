import { compareReports, type CauseChange } from '../../core/report/compareReports';
import type { FunctionDescription, LeakReport, Suspect } from '../../core/report/report';
import type { FunctionAnchor } from '../run/relocateFunction';
import type { RunRequest } from '../run/runRequest';

/** A cause of an earlier run that did not show up again; it stays listed until cleared. */
export interface GoneCause {
  readonly suspect: Suspect;
  /** `unknown`: the newest run cannot tell whether it is gone. */
  readonly change: 'fixed' | 'unknown';
}

/** The newest report on one function, and what changed since the one before. */
export interface FunctionResult {
  /** The same for every run of the function: file and qualified name. */
  readonly key: string;
  readonly request: RunRequest;
  readonly report: LeakReport;
  /** Milliseconds since 1970; absent where nobody looked at the clock. */
  readonly endedAt?: number;
  /** Texts of source lines as they were when they ran, by {@link lineKey}. */
  readonly lineTexts: ReadonlyMap<string, string>;
  /** What became of the report's causes, by fingerprint; empty for a first run. */
  readonly changes: ReadonlyMap<string, CauseChange>;
  readonly gone: readonly GoneCause[];
  /** Of a run that was opened out of the history; times are milliseconds since 1970. */
  readonly earlier?: {
    readonly endedAt: number;
    /** End of the run since which changes are told. */
    readonly comparedWith?: number;
  };
  /** Why causes of the report are no leak to their owner, by fingerprint: what the baseline says. */
  readonly accepted: ReadonlyMap<string, string>;
}

/** @param previous the function's last result, where there is one */
export function createResult(
  request: RunRequest,
  report: LeakReport,
  lineTexts: ReadonlyMap<string, string>,
  previous?: FunctionResult,
): FunctionResult {
  const key = functionKey(report.function);
  const accepted = new Map<string, string>();
  const first = { key, request, report, lineTexts, changes: new Map(), gone: [], accepted };
  return previous === undefined ? first : { ...first, ...changesSince(previous, report) };
}

/** Earlier causes that were gone before are compared as well: they may be back, or proven fixed now. */
function changesSince(
  previous: FunctionResult,
  report: LeakReport,
): Pick<FunctionResult, 'changes' | 'gone'> {
  const earlier = new Map<string, Suspect>();
  for (const suspect of [
    ...previous.report.suspects,
    ...previous.gone.map((cause) => cause.suspect),
  ]) {
    earlier.set(suspect.fingerprint, earlier.get(suspect.fingerprint) ?? suspect);
  }
  const causes = compareReports({ ...previous.report, suspects: [...earlier.values()] }, report);
  const wasFixed = new Set(
    previous.gone.flatMap(({ suspect, change }) =>
      change === 'fixed' ? [suspect.fingerprint] : [],
    ),
  );
  const changes = new Map<string, CauseChange>();
  const gone: GoneCause[] = [];
  for (const { fingerprint, change } of causes) {
    const suspect = earlier.get(fingerprint);
    if ((change === 'fixed' || change === 'unknown') && suspect !== undefined) {
      gone.push({ suspect, change: wasFixed.has(fingerprint) ? 'fixed' : change });
    } else {
      changes.set(fingerprint, wasFixed.has(fingerprint) ? 'new' : change);
    }
  }
  return { changes, gone };
}

/** The causes that nobody accepted. */
export function openCauses({ report, accepted }: FunctionResult): readonly Suspect[] {
  return report.suspects.filter(({ fingerprint }) => !accepted.has(fingerprint));
}

/** Whether it leaks, and all of its causes are accepted. */
export function isAccepted(result: FunctionResult): boolean {
  const { verdict, suspects } = result.report;
  return verdict === 'leak' && suspects.length > 0 && openCauses(result).length === 0;
}

export function functionName(description: FunctionDescription): string {
  const { name, className } = description;
  return className === undefined || name.startsWith(`${className}.`)
    ? name
    : `${className}.${name}`;
}

/** Identifies a function over runs and edits; only functions without a name depend on their line. */
export function functionKey(description: FunctionDescription): string {
  const name = functionName(description);
  const { file, line, column } = description.location;
  const isNamed = /^[\p{ID_Start}$_#]/u.test(name) && name !== 'anonymous';
  return isNamed ? `${file}#${name}` : `${file}#${name}:${line}:${column}`;
}

/** @param line 1-based */
export function lineKey(file: string, line: number): string {
  return `${file}:${line}`;
}

/** Where to find the function again after edits; undefined where its source could not be read. */
export function anchorOf(result: FunctionResult): FunctionAnchor | undefined {
  const { file, line, column } = result.report.function.location;
  const lineText = result.lineTexts.get(lineKey(file, line));
  return lineText === undefined ? undefined : { line, column, lineText };
}
