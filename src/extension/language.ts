import { formatCount } from '../core/report/quantities';

/** `vscode.l10n.t`, handed in so that everything that writes texts can be tested without VS Code. */
export type Translate = (message: string, ...parts: (string | number)[]) => string;

/** A count with its noun: `1 call`, `16,383 calls`. */
export function callCount(calls: number, t: Translate): string {
  return calls === 1 ? t('1 call') : t('{0} calls', formatCount(calls));
}

export function causeCount(causes: number, t: Translate): string {
  return causes === 1 ? t('1 leak') : t('{0} leaks', formatCount(causes));
}

/** `1 Session per call`, `2.5 × Session per call`, `1 Session every 3 calls`. */
export function objectsPerCall(rate: number, type: string, t: Translate): string {
  if (rate < leastRate) {
    return t('1 {0} every {1} calls', type, formatCount(1 / rate));
  }
  const amount = rateText(rate);
  return amount === '1' ? t('1 {0} per call', type) : t('{0} × {1} per call', amount, type);
}

/** `1 per call`, `2.5 per call`, `1 every 3 calls`. */
export function perCall(rate: number, t: Translate): string {
  return rate < leastRate
    ? t('1 every {0} calls', formatCount(1 / rate))
    : t('{0} per call', rateText(rate));
}

/** Below this, one object comes every so many calls. */
const leastRate = 0.97;

/** Start-up leaves its traces in measured rates: what is within 3 % of a whole number is one. */
function rateText(rate: number): string {
  const whole = Math.round(rate);
  const isWhole = Math.abs(rate - whole) <= Math.max(0.03, whole * 0.005);
  return isWhole || rate >= 100 ? formatCount(whole) : rate.toFixed(1);
}
