import {
  englishMarks,
  formatBytes,
  formatCount,
  formatDuration,
  formatRate,
  type NumberMarks,
} from './quantities';

/**
 * What a user reads, together with what it is composed of. Whoever shows it may say it in another language,
 * and name its own way to what an option of the command line does.
 */
export interface Sentence {
  /** English; `{0}` stands for the first of the values. */
  readonly template: string;
  readonly values: readonly SentenceValue[];
}

export type SentenceValue = string | number | Sentence | NamedOption | Quantity;

/** A number that each language writes with its own marks: `1,000`, `1.000`. */
export type Quantity =
  | { readonly count: number }
  | { readonly rate: number }
  | { readonly bytes: number }
  | { readonly millis: number };

/** An option of the command line, where a sentence advises to use it. */
export interface NamedOption {
  readonly option: OptionName;
}

export type OptionName =
  | '--allow-remote'
  | '--args'
  | '--call-timeout'
  | '--cwd'
  | '--env'
  | '--load-timeout'
  | '--max-calls'
  | '--member'
  | '--memory-budget'
  | '--no-callback'
  | '--no-drain'
  | '--node'
  | '--node-arg'
  | '--script'
  | '--this'
  | '--time-budget'
  | '--update-baseline';

/** How the parts of a sentence are said. */
export interface Saying {
  /** A template with its parts in place of `{0}`, `{1}` … */
  readonly fill: (template: string, ...parts: (string | number)[]) => string;
  readonly option: (name: OptionName) => string;
  readonly marks: NumberMarks;
}

/** Composes a sentence: ``said`Only ${calls} calls were made.` `` */
export function said(texts: TemplateStringsArray, ...values: readonly SentenceValue[]): Sentence {
  const template = texts.reduce((sum, text, index) => `${sum}{${index - 1}}${text}`);
  return { template, values };
}

export function option(name: OptionName): NamedOption {
  return { option: name };
}

/** ``said`${counted(calls)} calls were made.` `` */
export function counted(count: number): Quantity {
  return { count: Math.round(count) };
}

/** ``said`${sized(bytes)} more are alive.` `` */
export function sized(bytes: number): Quantity {
  return { bytes };
}

/** A count that is rarely whole, as it was measured: `2.5`. */
export function rated(rate: number): Quantity {
  return { rate };
}

/** ``said`calls took ${timed(millis)}` `` */
export function timed(millis: number): Quantity {
  return { millis };
}

/** One after the other, such as with a comma between. */
export function listed(sentences: readonly Sentence[], separator: string): Sentence {
  const [first = said``, ...others] = sentences;
  return others.reduce((sum, each) => said`${sum}${separator}${each}`, first);
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerated(words: readonly string[]): Sentence {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? said`${last}` : said`${words.slice(0, -1).join(', ')} and ${last}`;
}

/** As `saying` has it. */
export function sayAs(sentence: Sentence, saying: Saying): string {
  return saying.fill(sentence.template, ...sentence.values.map((value) => partOf(value, saying)));
}

/** For the command line. */
export const inEnglish: Saying = { fill: fillIn, option: (name) => name, marks: englishMarks };

export function textOf(sentence: Sentence): string {
  return sayAs(sentence, inEnglish);
}

/** A text with what it is composed of, as it is passed on. */
export interface Told {
  readonly message: string;
  readonly wording?: Sentence;
}

export function told(sentence: Sentence): Required<Told> {
  return { message: textOf(sentence), wording: sentence };
}

/** Puts parts into a template as `vscode.l10n.t` does. */
export function fillIn(template: string, ...parts: readonly (string | number)[]): string {
  return template.replace(/\{(\d+)\}/g, (place, index: string) =>
    String(parts[Number(index)] ?? place),
  );
}

function partOf(value: SentenceValue, saying: Saying): string | number {
  if (typeof value !== 'object') return value;
  if ('option' in value) return saying.option(value.option);
  if ('template' in value) return sayAs(value, saying);
  return quantityText(value, saying.marks);
}

function quantityText(quantity: Quantity, marks: NumberMarks): string {
  if ('count' in quantity) return formatCount(quantity.count, marks);
  if ('rate' in quantity) return formatRate(quantity.rate, marks);
  if ('bytes' in quantity) return formatBytes(quantity.bytes, marks);
  return formatDuration(quantity.millis, marks);
}
