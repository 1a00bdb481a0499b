import { callsText } from '../report/callsText';
import { option, said, type NamedOption, type Sentence } from '../report/sentence';
import type { FinishReason } from './loopPlan';

/**
 * How there can be more calls, which would decide: by more of what ended the loop, as more of anything else
 * would leave it where it is.
 */
export function moreCallsDecide(end: FinishReason): Sentence {
  switch (end) {
    case 'files':
      return said`More calls would decide, but half of the files that the process may have open are: let each call close what it opens, or raise that limit (ulimit -n).`;
    case 'processes':
      return said`More calls would decide, but those made have left many processes running: let each call end what it starts.`;
    default:
      return said`More calls would decide: raise ${budgets[end]}.`;
  }
}

/** That a handful of calls say nothing, with what ended them and how there can be more. */
export function tooFewCalls(end: FinishReason, made: number): Sentence {
  const calls = callsText(made);
  switch (end) {
    case 'time':
      return said`Only ${calls} could be made in the time given: too few to tell growth from start-up. Raise ${budgets.time}.`;
    case 'memory':
      return said`Only ${calls} could be made in the memory given: too few to tell growth from start-up. Raise ${budgets.memory}.`;
    case 'files':
      return said`Only ${calls} could be made with the files that the process may have open: too few to tell growth from start-up. Let each call close what it opens, or raise that limit (ulimit -n).`;
    case 'processes':
      return said`Only ${calls} could be made, so many processes have they left running: too few to tell growth from start-up. Let each call end what it starts.`;
    case 'calls':
    case 'settled':
      return said`The loop was given only ${calls}: too few to tell growth from start-up. Raise ${budgets.calls}.`;
  }
}

const budgets: Readonly<Record<Exclude<FinishReason, 'files' | 'processes'>, NamedOption>> = {
  calls: option('--max-calls'),
  settled: option('--max-calls'),
  time: option('--time-budget'),
  memory: option('--memory-budget'),
};
