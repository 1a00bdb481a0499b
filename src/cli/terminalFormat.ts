import type { FormatOptions } from '../core/report/textLayout';

/** How standard output is written to: colours and width as its reader has them. */
export function terminalFormat(sourceLine: FormatOptions['sourceLine']): FormatOptions {
  const { stdout } = process;
  return {
    color: wantsColor(stdout.isTTY),
    // some terminals say 0; lines longer than 120 are hard to read
    width: Math.min(120, (stdout.isTTY && stdout.columns) || 100),
    ...(sourceLine === undefined ? {} : { sourceLine }),
  };
}

/** https://no-color.org and https://force-color.org: set and not empty. */
function wantsColor(isTerminal: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') {
    return false;
  }
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') {
    return FORCE_COLOR !== '0';
  }
  return isTerminal && TERM !== 'dumb';
}
