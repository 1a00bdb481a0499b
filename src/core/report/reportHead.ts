import { callsText } from './callsText';
import type { LeakReport, Verdict } from './report';
import { counted, said, sized, timed, type Sentence } from './sentence';

/** The sign never carries the meaning alone. */
export const verdictStyles: Readonly<
  Record<Verdict, { color: 'red' | 'green' | 'yellow'; sign: string; word: Sentence }>
> = {
  leak: { color: 'red', sign: '✗', word: said`LEAK` },
  bounded: { color: 'green', sign: '✓', word: said`BOUNDED` },
  clean: { color: 'green', sign: '✓', word: said`CLEAN` },
  unclear: { color: 'yellow', sign: '?', word: said`UNCLEAR` },
};

/** What stands behind verdict and function: `2 causes`, `656 B per call`, `16,383 calls`, `9 s`. */
export function headFigures(report: LeakReport): readonly Sentence[] {
  const { verdict, suspects, perCall, loop, durationMillis } = report;
  return [
    ...(verdict === 'leak' && suspects.length > 0 ? [causesText(suspects.length)] : []),
    ...(verdict === 'leak' && perCall.bytes > 0 ? [said`${sized(perCall.bytes)} per call`] : []),
    callsText(loop.calls),
    said`${timed(durationMillis)}`,
  ];
}

function causesText(causes: number): Sentence {
  return causes === 1 ? said`1 cause` : said`${counted(causes)} causes`;
}
