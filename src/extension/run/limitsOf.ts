import { readRunSettings } from '../readSettings';
import type { RunSettings } from '../target/launchConfiguration';
import type { RunRequest } from './runRequest';

/** A launch.json configuration may override the limits of the settings. */
export function limitsOf({ program, maxCalls, timeBudget }: RunRequest): RunSettings {
  return {
    ...readRunSettings(program),
    ...(maxCalls === undefined ? {} : { maxCalls }),
    ...(timeBudget === undefined ? {} : { timeBudget }),
  };
}
