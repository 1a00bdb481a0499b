/** Numbers as people read them: decimal units (1 kB = 1,000 B), with the marks of a language, English if none is given. */

/** What a language separates thousands and decimals with. */
export interface NumberMarks {
  readonly thousands: string;
  readonly decimal: string;
}

export const englishMarks: NumberMarks = { thousands: ',', decimal: '.' };

/** Those with which a language writes `1,000.5`; English where it is not that number. */
export function marksIn(written: string): NumberMarks {
  const [, thousands, decimal] = /1(.)000(.)5/u.exec(written) ?? [];
  return thousands === undefined || decimal === undefined ? englishMarks : { thousands, decimal };
}

/** `564 B`, `1.2 kB`, `37 MB`; a negative amount keeps its sign. */
export function formatBytes(bytes: number, marks = englishMarks): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let amount = Math.abs(bytes);
  let unit = 0;
  // 999.5 already reads as 1,000: move on to the next unit
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && amount < 99.95 ? 1 : 0;
  return `${bytes < 0 ? '-' : ''}${trimmed(amount, digits, marks)} ${units[unit] ?? ''}`;
}

/** `16,383`; fractions are rounded. */
export function formatCount(count: number, { thousands } = englishMarks): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, thousands);
}

/** `1 batch`, `14 batches`: a count with its noun. */
export function formatNumberOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** `0.4 ms`, `340 ms`, `2.9 s`, `3 min 20 s`. */
export function formatDuration(millis: number, marks = englishMarks): string {
  if (millis < 9.95) {
    return `${trimmed(millis, millis < 0.0995 ? 3 : 1, marks)} ms`;
  }
  if (millis < 999.5) {
    return `${trimmed(millis, 0, marks)} ms`;
  }
  if (millis < 59_950) {
    return `${trimmed(millis / 1000, 1, marks)} s`;
  }
  const seconds = Math.round(millis / 1000);
  const rest = seconds % 60;
  return `${formatCount(Math.floor(seconds / 60), marks)} min${rest === 0 ? '' : ` ${rest} s`}`;
}

/** `41 %`; a share that is neither nothing nor everything never reads as 0 % or 100 %. */
export function formatShare(share: number): string {
  const percent = Math.round(share * 100);
  if (percent === 0 && share > 0) {
    return '< 1 %';
  }
  return percent === 100 && share < 1 ? '> 99 %' : `${percent} %`;
}

/** `452 B per call`. */
export function formatBytesPerCall(bytes: number): string {
  return `${formatBytes(bytes)} per call`;
}

/**
 * One column per value, on a logarithmic scale because batches double: growth in proportion to the
 * calls is a straight ramp, a bounded cache is flat. `·` is zero.
 */
export function sparkline(values: readonly number[]): string {
  const bars = '▁▂▃▄▅▆▇█';
  const top = Math.log2(1 + Math.max(0, ...values));
  return values
    .map((value) => {
      if (!(value > 0)) {
        return '·';
      }
      const level = Math.round((Math.log2(1 + value) / top) * (bars.length - 1));
      return bars[level] ?? '·';
    })
    .join('');
}

const nouns: ReadonlySet<string> = new Set([
  ...['string', 'number', 'symbol', 'bigint', 'bound function', 'file descriptor'],
  ...['Object', 'Array', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Promise', 'Date', 'RegExp', 'Error'],
  ...['Buffer', 'ArrayBuffer', 'Timeout', 'Symbol'],
]);

/**
 * Whether the name of a type is a noun of ours or well known; what somebody calls a class, a function or a property
 * (`onclose`) is never altered.
 */
export function takesPlural(typeName: string): boolean {
  return nouns.has(typeName);
}

/** Below one per call, a simple fraction close by, so that "every third call" can be recognised. */
export function rateAsFraction(rate: number): { readonly count: number; readonly calls: number } {
  if (rate >= 0.95 || !(rate > 0)) {
    return { count: rate, calls: 1 };
  }
  const exact = fractionOf(rate, 3, 0.03);
  // a part of an object is nothing that anybody has seen: what is measured is off by more than this
  return exact ?? fractionOf(rate, 3, 0.06) ?? fractionOf(rate, 9, 0.06) ?? { count: 1, calls: 1 };
}

function fractionOf(rate: number, mostObjects: number, tolerance: number) {
  for (let count = 1; count <= mostObjects; count += 1) {
    const calls = Math.round(count / rate);
    if (Math.abs(count / calls - rate) <= rate * tolerance) return { count, calls };
  }
  return undefined;
}

/** `2`, `2.5`, `0.02` */
export function formatRate(rate: number, marks = englishMarks): string {
  const whole = Math.round(rate);
  // measured rates are rarely whole: 1.02 is one per call with a little start-up in it
  if (whole >= 1 && Math.abs(rate - whole) <= Math.max(0.05, whole * 0.005)) {
    return formatCount(whole, marks);
  }
  return rate >= 100 ? formatCount(rate, marks) : trimmed(rate, rate < 1 ? 2 : 1, marks);
}

function trimmed(amount: number, digits: number, { decimal } = englishMarks): string {
  return Number(amount.toFixed(digits)).toString().replace('.', decimal);
}
