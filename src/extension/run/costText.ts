import { countText, type Translate } from '../language';
import type { RunSettings } from '../target/launchConfiguration';

/** The most that a run takes, which is said before it does. */
export type RunCost = Pick<RunSettings, 'maxCalls' | 'timeBudget'>;

/** `up to 16,383 calls or 10 s` */
export function costText({ maxCalls, timeBudget }: RunCost, t: Translate): string {
  return t('up to {0} calls or {1} s', countText(maxCalls, t), timeBudget);
}

/** As a sentence, where something is chosen with which a run begins. */
export function costSentence({ maxCalls, timeBudget }: RunCost, t: Translate): string {
  return t(
    'Up to {0} calls or {1} s, with side effects each time.',
    countText(maxCalls, t),
    timeBudget,
  );
}
