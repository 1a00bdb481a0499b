import { said, type Sentence } from '../../core/report/sentence';

/** How a process went, as the end of a sentence about it. */
export function howItEnded(code: number | null, signalName: string | null): Sentence {
  if (code !== null) return said`exited with code ${code}`;
  return signalName === null ? said`was ended by a signal` : said`was ended by ${signalName}`;
}
