import { parseReport } from '../../core/report/parseReport';
import type { LeakReport } from '../../core/report/report';
import { createResult, functionKey, type FunctionResult } from '../leaksView/functionResult';
import type { RunRequest } from '../run/runRequest';
import { without } from '../without';
import { compactReport } from './compactReport';

/** One run as it is kept with the workspace. Plain JSON. */
export interface HistoryEntry {
  readonly id: string;
  /** Of the function, the same for all its runs. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly endedAt: number;
  readonly request: RunRequest;
  readonly report: LeakReport;
  readonly lineTexts: Readonly<Record<string, string>>;
}

export function historyEntry(result: FunctionResult, endedAt: number, id: string): HistoryEntry {
  return {
    id,
    key: result.key,
    endedAt,
    request: result.request,
    report: compactReport(result.report),
    lineTexts: Object.fromEntries(result.lineTexts),
  };
}

/** What is kept of an entry beyond this window: a launch configuration may have secrets in its variables. */
export function storedEntry(entry: HistoryEntry): HistoryEntry {
  return { ...entry, request: without(entry.request, ['env']) };
}

/**
 * An earlier run as a result to show.
 *
 * @param before the run that it is compared with
 */
export function resultOfEntry(entry: HistoryEntry, before?: HistoryEntry): FunctionResult {
  const { request, report, lineTexts, endedAt } = entry;
  const texts = new Map(Object.entries(lineTexts));
  const previous = before === undefined ? undefined : resultOfEntry(before);
  return {
    ...createResult(request, report, texts, previous),
    endedAt,
    earlier: { endedAt, ...(before === undefined ? {} : { comparedWith: before.endedAt }) },
  };
}

/** Whether something stored is an entry that this version can show. */
export function isHistoryEntry(value: unknown): value is HistoryEntry {
  const { id, key, endedAt, request, report, lineTexts } = fieldsOf(value);
  const texts = [id, key, fieldsOf(request)['program'], ...Object.values(fieldsOf(lineTexts))];
  if (!texts.every((text) => typeof text === 'string') || typeof endedAt !== 'number') return false;
  const parsed = parseReport(JSON.stringify(report ?? null));
  return parsed.kind === 'report' && functionKey(parsed.report.function) === key;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
