import { englishMarks, formatBytes, formatCount, type NumberMarks } from './quantities';

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
export type Quantity = { readonly count: number } | { readonly bytes: number };

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

/** As `saying` has it. */
export function sayAs(sentence: Sentence, saying: Saying): string {
  return saying.fill(sentence.template, ...sentence.values.map((value) => partOf(value, saying)));
}

/** In English, for the command line. */
export function textOf(sentence: Sentence): string {
  return sayAs(sentence, { fill: fillIn, option: (name) => name, marks: englishMarks });
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
  if ('count' in value) return formatCount(value.count, saying.marks);
  if ('bytes' in value) return formatBytes(value.bytes, saying.marks);
  return sayAs(value, saying);
}
