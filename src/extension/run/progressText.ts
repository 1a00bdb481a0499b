import type { ProgressBody } from '../../adapter/protocol';
import { callCount, type Translate } from '../language';
import type { RunningState } from '../leaksView/leaksState';
import { plainLine, plainText } from '../plainText';
import { dotted } from '../leaksView/rowDescription';
import { messageOf } from '../inEditor';
import { costText } from './costText';

/**
 * `handleRequest · batch 6 · 63 calls · still growing`: the line above the tree while a run goes on. Until it is
 * called, how often it may be: `sessions.js:20 · starting · up to 16,383 calls or 10 s`.
 */
export function progressText(
  { title, progress, cost, isHeld, stopping }: RunningState,
  t: Translate,
): string {
  const name = plainText(progress?.functionName ?? title, 80);
  const ahead = cost && costText(cost, t);
  if (stopping === true) {
    return dotted([name, t('stopping')]);
  }
  if (isHeld === true) {
    return dotted([name, t('held for inspection: Continue in the debug toolbar lets go')]);
  }
  if (progress === undefined) {
    return dotted([name, t('starting'), ahead]);
  }
  if (progress.isPaused === true) {
    return dotted([name, t('stopped by the debugger, waits until it is continued')]);
  }
  if (progress.phase !== 'loop' || progress.batch === undefined) {
    const words = phaseText(progress, t);
    const text =
      words === undefined
        ? withName(name, plainLine(messageOf(progress, t), 300))
        : dotted([name, words]);
    return dotted([text, progress.phase === 'launch' ? ahead : undefined]);
  }
  return dotted([
    name,
    t('batch {0}', progress.batch),
    progress.calls === undefined ? undefined : callCount(progress.calls, t),
    soFarText(progress.soFar, t),
  ]);
}

/** Undefined: only the engine knows, as while a program is started. */
function phaseText({ phase, functionName }: ProgressBody, t: Translate): string | undefined {
  switch (phase) {
    case 'launch':
      return functionName === undefined ? undefined : t('waiting for its next real call');
    case 'warmUp':
      return t('warming up');
    case 'explain':
      return t('it grows: finding what holds it');
    case 'watch':
      return t('watching for the line that adds it');
    case 'loop':
    case 'snapshot':
    case 'parse':
    case 'analyse':
    case 'replay':
      return undefined;
  }
}

/** The engine's own message may begin with the name already. */
function withName(name: string, message: string): string {
  return message.startsWith(name) ? message : dotted([name, message]);
}

type SoFar = NonNullable<RunningState['progress']>['soFar'];

function soFarText(soFar: SoFar, t: Translate): string | undefined {
  switch (soFar) {
    case 'growing':
    case 'leak':
      return t('still growing');
    case 'bounded':
      return t('bounded so far');
    case 'clean':
      return t('nothing grows so far');
    case 'unclear':
      return t('undecided so far');
    case undefined:
      return undefined;
  }
}
