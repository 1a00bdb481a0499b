import type { NumberMarks } from '../../core/report/quantities';

/**
 * What the Growth view shows, complete and in words: its page knows neither reports nor languages. Texts may
 * contain names out of the looped program; they are shown as text, never as markup.
 */
export interface GrowthContent {
  /** Function and run: what was pointed at in one is not in another. */
  readonly key: string;
  /** One line above the charts; alone where there is nothing to draw. */
  readonly heading: string;
  /** Calls made until the end of each batch, ascending: the horizontal axis of every panel. */
  readonly calls: readonly number[];
  readonly panels: readonly GrowthPanel[];
  /** With which the axes are labelled; everything else is in words. */
  readonly marks: NumberMarks;
  /** The panels as a table: for screen readers, and to copy figures from. */
  readonly table: GrowthTable;
}

/** One chart of several below each other. */
export interface GrowthPanel {
  readonly id: string;
  /** Whether it stands for a row of the tree, which choosing it selects. */
  readonly isCause: boolean;
  readonly title: string;
  /** Below the title: figures that hold for the whole run. */
  readonly summary: string;
  readonly unit: GrowthUnit;
  readonly series: readonly GrowthSeries[];
  /** To where the axis goes at least, so that what is none of the calls' growth does not look like it; absent: to the line. */
  readonly leastTop?: number;
  /** For each point of the axis, the figures in words. */
  readonly readings: readonly string[];
}

export type GrowthUnit = 'count' | 'bytes' | 'millis';

export interface GrowthSeries {
  readonly name: string;
  readonly line: GrowthLine;
  /** One for each point of the axis; null where there is none. */
  readonly values: readonly (number | null)[];
}

/** `ideal`: what equal growth with every call would be; `heap` and `external`: memory, as context. */
export type GrowthLine = 'measured' | 'ideal' | 'heap' | 'external';

export interface GrowthTable {
  /** Names the disclosure that shows it. */
  readonly title: string;
  readonly columns: readonly string[];
  /** The first cell of each is its heading. */
  readonly rows: readonly (readonly string[])[];
}

/** Whether a value is complete enough to be shown; it may be of another version, kept in the page's state. */
export function isGrowthContent(value: unknown): value is GrowthContent {
  return (
    hasTexts(value, ['key', 'heading']) &&
    isListOf(value['calls'], isNumber) &&
    isListOf(value['panels'], isPanel) &&
    hasTexts(value['marks'], ['thousands', 'decimal']) &&
    isTable(value['table'])
  );
}

type Fields = Readonly<Record<string, unknown>>;

function isPanel(value: unknown): boolean {
  return (
    hasTexts(value, ['id', 'title', 'summary']) &&
    typeof value['isCause'] === 'boolean' &&
    isOneOf(value['unit'], ['count', 'bytes', 'millis'] satisfies GrowthUnit[]) &&
    isListOf(value['series'], isSeries) &&
    (value['leastTop'] === undefined || isNumber(value['leastTop'])) &&
    isListOf(value['readings'], isText)
  );
}

function isSeries(value: unknown): boolean {
  return (
    hasTexts(value, ['name']) &&
    isOneOf(value['line'], ['measured', 'ideal', 'heap', 'external'] satisfies GrowthLine[]) &&
    isListOf(value['values'], (each) => each === null || isNumber(each))
  );
}

function isTable(value: unknown): boolean {
  return (
    hasTexts(value, ['title']) &&
    isListOf(value['columns'], isText) &&
    isListOf(value['rows'], (row) => isListOf(row, isText))
  );
}

function hasTexts(value: unknown, names: readonly string[]): value is Fields {
  return (
    typeof value === 'object' &&
    value !== null &&
    names.every((name) => isText((value as Fields)[name]))
  );
}

function isListOf(value: unknown, isOne: (each: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isOneOf(value: unknown, words: readonly string[]): boolean {
  return words.some((word) => word === value);
}
