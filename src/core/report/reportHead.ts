import { callsText } from './callsText';
import { isAccepted, isAcceptedLeak } from './acceptedReport';
import type { LeakReport, Suspect, Verdict } from './report';
import { counted, said, sized, timed, type Sentence } from './sentence';

export interface VerdictStyle {
  readonly color: 'red' | 'green' | 'yellow';
  /** Never carries the meaning alone. */
  readonly sign: string;
  readonly word: Sentence;
}

const verdictStyles: Readonly<Record<Verdict, VerdictStyle>> = {
  leak: { color: 'red', sign: '✗', word: said`LEAK` },
  bounded: { color: 'green', sign: '✓', word: said`BOUNDED` },
  clean: { color: 'green', sign: '✓', word: said`CLEAN` },
  unclear: { color: 'yellow', sign: '?', word: said`UNCLEAR` },
};

/** A leak that is known and may stay is none that anybody has to see to. */
const acceptedStyle: VerdictStyle = { color: 'green', sign: '✓', word: said`ACCEPTED` };

export function verdictStyle(report: LeakReport): VerdictStyle {
  return isAcceptedLeak(report) ? acceptedStyle : verdictStyles[report.verdict];
}

/** What stands behind verdict and function: `2 causes`, `656 B per call`, `16,383 calls`, `9 s`. */
export function headFigures(report: LeakReport): readonly Sentence[] {
  const { verdict, suspects, perCall, loop, durationMillis } = report;
  return [
    ...(verdict === 'leak' ? causesTexts(suspects) : []),
    ...(verdict === 'leak' && perCall.bytes > 0 ? [said`${sized(perCall.bytes)} per call`] : []),
    callsText(loop.calls),
    said`${timed(durationMillis)}`,
  ];
}

function causesTexts(suspects: readonly Suspect[]): readonly Sentence[] {
  const accepted = suspects.filter(isAccepted).length;
  const open = suspects.length - accepted;
  return [
    ...(open === 0 ? [] : [causesText(open)]),
    ...(accepted === 0 ? [] : [said`${counted(accepted)} accepted`]),
  ];
}

function causesText(causes: number): Sentence {
  return causes === 1 ? said`1 cause` : said`${counted(causes)} causes`;
}
