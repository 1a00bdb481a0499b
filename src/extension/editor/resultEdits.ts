import type { LeakReport, Location } from '../../core/report/report';
import type { FunctionResult } from '../leaksView/functionResult';
import type { LeaksState } from '../leaksView/leaksState';
import { fileKey } from './fileKey';

/** One replacement in a document, 0-based as VS Code tells it. */
export interface TextChange {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly text: string;
}

type Measured = Pick<FunctionResult, 'report'>;

/** 1-based, as in reports. */
export interface LinePlace {
  readonly line: number;
  readonly column: number;
}

/**
 * Knows what was edited since each result was measured, and where its lines are now.
 *
 * What counts is the beginning of the run: Node read the files then. Files that change while they are
 * not open in an editor are not seen.
 */
export class ResultEdits {
  #clock = 0;
  #runBegan: number | undefined;
  /** By report, as what else is known of a result may change. */
  readonly #measured = new WeakMap<LeakReport, number>();
  readonly #edits = new Map<string, { time: number; changes: readonly TextChange[] }[]>();
  readonly #subscription: { dispose(): void };

  constructor(private readonly state: Pick<LeaksState, 'results' | 'running' | 'onDidChange'>) {
    this.#subscription = state.onDidChange(() => this.#observe());
    this.#observe();
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** @returns whether it changes anything: of edits within lines only the first does, as a file is edited or not */
  record(file: string, changes: readonly TextChange[]): boolean {
    const isOfInterest = this.state.results.length > 0 || this.state.running !== undefined;
    if (changes.length === 0 || !isOfInterest) return false;
    const edits = this.#edits.get(fileKey(file)) ?? [];
    const newest = this.#newestMeasured();
    if (!changes.some(changesLines) && edits.some(({ time }) => time > newest)) return false;
    this.#clock += 1;
    this.#edits.set(fileKey(file), [...edits, { time: this.#clock, changes }]);
    return true;
  }

  isEdited(file: string, result: Measured): boolean {
    return this.#since(file, result).length > 0;
  }

  /** Where a place of a result is now; undefined where its text was deleted. */
  placeNow(place: Location, result: Measured): LinePlace | undefined {
    const { line, column } = place;
    return this.#since(place.file, result)
      .flatMap(({ changes }) => changes)
      .reduce<LinePlace | undefined>((at, change) => at && moved(at, change), { line, column });
  }

  #since(file: string, result: Measured) {
    const measured = this.#measured.get(result.report) ?? 0;
    return (this.#edits.get(fileKey(file)) ?? []).filter(({ time }) => time > measured);
  }

  #newestMeasured(): number {
    const times = this.state.results.map((result) => this.#measured.get(result.report) ?? 0);
    return Math.max(this.#runBegan ?? 0, ...times);
  }

  #observe(): void {
    const { running, results } = this.state;
    // what saves a file before the run may edit it: Node reads what came of that
    const hasBegun = running !== undefined && running.isPreparing !== true;
    if (hasBegun) this.#runBegan ??= this.#clock;
    for (const { report } of results) {
      if (!this.#measured.has(report)) this.#measured.set(report, this.#runBegan ?? this.#clock);
    }
    if (!hasBegun) {
      this.#runBegan = undefined;
      if (running === undefined && results.length === 0) this.#edits.clear();
    }
  }
}

function changesLines({ range, text }: TextChange): boolean {
  return range.start.line !== range.end.line || text.includes('\n');
}

/**
 * Text before the change stays, text behind it moves along. Of replaced text the line stays where the
 * new text has as many; else it is gone.
 */
function moved(place: LinePlace, { range: { start, end }, text }: TextChange) {
  const line = place.line - 1;
  const character = place.column - 1;
  const added = text.split('\n').length - 1;
  const isBefore = line < start.line || (line === start.line && character < start.character);
  if (isBefore) return place;
  const isBehind = line > end.line || (line === end.line && character >= end.character);
  if (isBehind) return { ...place, line: place.line + added - (end.line - start.line) };
  return text !== '' && line - start.line <= added ? place : undefined;
}
