import { formatNumberOf } from './core/report/quantities';
import { terminalLine } from './core/report/terminalText';
import type { Progress } from './diagnose';

/** One line: `handleRequest · batch 6 · 63 calls · growing so far`. */
export function progressText(progress: Progress): string {
  const { functionName, message, batch, calls, soFar } = progress;
  // what the engine's own message already says is not said twice
  const parts = [
    functionName === undefined || message.includes(functionName) ? undefined : functionName,
    message,
    batch === undefined || message.includes('batch') ? undefined : `batch ${batch}`,
    calls === undefined || message.includes('call') ? undefined : formatNumberOf(calls, 'call'),
    soFar === undefined || message.includes(soFar) ? undefined : `${soFar} so far`,
  ];
  return terminalLine(parts.filter((part) => part !== undefined && part !== '').join(' · '));
}
