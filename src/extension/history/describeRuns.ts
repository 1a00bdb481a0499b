import { describeHolder } from '../../core/report/describeCause';
import type { Verdict } from '../../core/report/report';
import { bytesText, callCount, durationText, type Translate } from '../language';
import { verdictText } from '../leaksView/describeResult';
import { functionName } from '../leaksView/functionResult';
import { dotted } from '../leaksView/rowDescription';
import { plainText } from '../plainText';
import { timeText } from '../timeText';
import { withoutIcons } from '../withoutIcons';
import { resultOfEntry, type HistoryEntry } from './historyEntry';

/** A run as a row of a quick pick; its words are harmless already. */
export interface RunItem {
  readonly label: string;
  readonly description: string;
  /** The causes, by what holds them. */
  readonly detail: string;
  readonly entry: HistoryEntry;
}

/** The runs of one function together, by its name. */
export interface RunGroup {
  readonly name: string;
  readonly items: readonly RunItem[];
}

/** @param entries newest first; so are the functions, by their newest run */
export function describeRuns(
  entries: readonly HistoryEntry[],
  t: Translate,
  now = Date.now(),
): readonly RunGroup[] {
  return [...new Set(entries.map(({ key }) => key))].map((key) => {
    const runs = entries.filter((entry) => entry.key === key);
    return { name: nameOf(runs[0]!), items: runs.map((entry) => describeRun(entry, t, now)) };
  });
}

export function nameOf({ report }: HistoryEntry): string {
  return withoutIcons(plainText(functionName(report.function), 80));
}

function describeRun(entry: HistoryEntry, t: Translate, now: number): RunItem {
  const { report, endedAt } = entry;
  const holders = report.suspects.map((suspect) => plainText(describeHolder(suspect), 60));
  return {
    label: `$(${verdictIcons[report.verdict]}) ${verdictText(resultOfEntry(entry), t)}`,
    description: dotted([
      timeText(endedAt, now),
      report.verdict === 'leak' ? t('{0} per call', bytesText(report.perCall.bytes, t)) : undefined,
      callCount(report.loop.calls, t),
      durationText(report.durationMillis, t),
    ]),
    detail: withoutIcons(holders.join(', ')),
    entry,
  };
}

const verdictIcons: Readonly<Record<Verdict, string>> = {
  leak: 'error',
  bounded: 'pass',
  clean: 'pass',
  unclear: 'question',
};
