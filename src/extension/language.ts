import {
  formatBytes,
  formatCount,
  formatDuration,
  marksIn,
  rateAsFraction,
  type NumberMarks,
} from '../core/report/quantities';

/** `vscode.l10n.t`, handed in so that everything that writes texts can be tested without VS Code. */
export type Translate = (message: string, ...parts: (string | number)[]) => string;

/** A text of its own, so that whoever reads English sentences reads English numbers in them. */
export function marksOf(t: Translate): NumberMarks {
  return marksIn(t('1,000.5'));
}

/** That of the texts, which are English where there are no others. */
export function languageOf(t: Translate): string {
  return t('en');
}

/** `16,383` */
export function countText(count: number, t: Translate): string {
  return formatCount(count, marksOf(t));
}

/** `1.2 kB` */
export function bytesText(bytes: number, t: Translate): string {
  return formatBytes(bytes, marksOf(t));
}

/** `2.9 s` */
export function durationText(millis: number, t: Translate): string {
  return formatDuration(millis, marksOf(t));
}

/** A count with its noun: `1 call`, `16,383 calls`. */
export function callCount(calls: number, t: Translate): string {
  return calls === 1 ? t('1 call') : t('{0} calls', countText(calls, t));
}

export function referrerCount(referrers: number, t: Translate): string {
  return referrers === 1 ? t('1 referrer') : t('{0} referrers', countText(referrers, t));
}

export function causeCount(causes: number, t: Translate): string {
  return causes === 1 ? t('1 leak') : t('{0} leaks', countText(causes, t));
}

/** `1 Session per call`, `2.5 × Session per call`, `1 Session every 3 calls`, `2 × Session every 5 calls`. */
export function objectsPerCall(rate: number, type: string, t: Translate): string {
  const { count, calls } = rateAsFraction(rate);
  const amount = rateText(count, t);
  if (calls === 1) {
    return amount === '1' ? t('1 {0} per call', type) : t('{0} × {1} per call', amount, type);
  }
  return amount === '1'
    ? t('1 {0} every {1} calls', type, countText(calls, t))
    : t('{0} × {1} every {2} calls', amount, type, countText(calls, t));
}

/** `1 per call`, `2.5 per call`, `1 every 3 calls`, `2 every 5 calls`. */
export function perCall(rate: number, t: Translate): string {
  const { count, calls } = rateAsFraction(rate);
  const amount = rateText(count, t);
  return calls === 1
    ? t('{0} per call', amount)
    : t('{0} every {1} calls', amount, countText(calls, t));
}

/** Start-up leaves its traces in measured rates: what is within 3 % of a whole number is one. */
function rateText(rate: number, t: Translate): string {
  const whole = Math.round(rate);
  const isWhole = Math.abs(rate - whole) <= Math.max(0.03, whole * 0.005);
  return isWhole || rate >= 100
    ? countText(whole, t)
    : rate.toFixed(1).replace('.', marksOf(t).decimal);
}
