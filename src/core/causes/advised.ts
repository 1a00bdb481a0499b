import type { Suspect } from '../report/report';
import { textOf, type Sentence } from '../report/sentence';

/** The part of a suspect that says what to do about it. */
export function advised(advice: Sentence | undefined): Pick<Suspect, 'advice' | 'wording'> {
  return advice === undefined ? {} : { advice: textOf(advice), wording: { advice } };
}
