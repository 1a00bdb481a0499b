import { tokTypes, type Token } from 'acorn';
import { toGeneratedPosition, toSourcePosition } from './location';
import { innermostAt } from './testAtPosition';
import { isTestName, isTestOfRows } from './testName';
import { TextLines } from './textLines';
import { tokensOf } from './tokensOf';

/** A test as a source shows it. */
export interface WrittenTest {
  /** Where it is a plain string, and that of one test only. */
  readonly title?: string;
}

/** A test with its place, 1-based. */
export interface ListedTest extends WrittenTest {
  readonly line: number;
  readonly column: number;
}

/** The tests of a source, in its order; not those that are marked to be left out. */
export function testsIn(text: string): readonly ListedTest[] {
  const lines = new TextLines(text);
  return [...writtenTests(text)]
    .filter(({ names }) => !names.some((name) => /^(?:skip|todo|xit|xtest)$/.test(name)))
    .sort((a, b) => a.start - b.start)
    .map((call) => ({ ...titleOf(call), ...toSourcePosition(lines.positionAt(call.start)) }));
}

interface OpenCall {
  readonly names: readonly string[];
  /** Of the parenthesis; of `it.each(…)(…)` of the first, or of the template in its place. */
  readonly start: number;
  /** Where a plain string is the whole first argument. */
  title?: string;
  hasFunction: boolean;
}

interface ClosedCall extends OpenCall {
  readonly end: number;
}

/**
 * The innermost test around a cursor, undefined where there is none.
 *
 * By the words alone, as the source may be in a language that we have no parser for: whether it is one
 * indeed shows in the text that runs.
 *
 * @param at without a column, the test that begins on the line or goes on around it
 */
export function testAtCursor(
  text: string,
  at: { readonly line: number; readonly column?: number },
): WrittenTest | undefined {
  const lines = new TextLines(text);
  const placed = writtenTests(text).map((call) => ({
    ...call,
    range: { start: lines.positionAt(call.start), end: lines.positionAt(call.end) },
  }));
  const innermost = innermostAt(
    placed,
    toGeneratedPosition({ column: 1, ...at }),
    at.column !== undefined,
  );
  if (innermost === undefined) return undefined;
  // A test within another is there only once that runs, which its own title would leave out.
  return placed.some((other) => isAround(other, innermost)) ? {} : titleOf(innermost);
}

function isAround(outer: ClosedCall, { start, end }: ClosedCall): boolean {
  return outer.start < start && end < outer.end;
}

function titleOf({ title, names }: OpenCall): WrittenTest {
  return title === undefined || isTestOfRows(names) ? {} : { title };
}

/** Calls of test functions that have a function among their arguments. */
function writtenTests(text: string): readonly ClosedCall[] {
  const reader = new CallReader();
  for (const token of tokensOf(text)) reader.read(token);
  return reader
    .calls(text.length)
    .filter(({ hasFunction, names }) => hasFunction && isTestName(names));
}

/** Follows the parentheses of a text, and the names that stand before each. */
class CallReader {
  readonly #open: OpenCall[] = [];
  readonly #closed: ClosedCall[] = [];
  /** Each template that is open, with the names before it: `it.each` of it.each`…`(). */
  readonly #templates: Pick<OpenCall, 'names' | 'start'>[] = [];
  /** Where the table began that is closed by the token before. */
  #tableStart: number | undefined;
  /** What a call would be named if it came next. */
  #names: readonly string[] = [];
  #before: Token | undefined;
  /** The token before, where it is a string that begins the arguments. */
  #firstString: string | undefined;

  read(token: Token & { readonly value?: unknown }): void {
    const { type } = token;
    if (type === tokTypes.comma && this.#firstString !== undefined) {
      this.#open.at(-1)!.title = this.#firstString;
    }
    const isFirst = type === tokTypes.string && this.#before?.type === tokTypes.parenL;
    // test('is so', named): whether that is a function shows in the text that runs
    if (type === tokTypes.name && this.#before?.type === tokTypes.comma) {
      const call = this.#open.at(-1);
      if (call?.title !== undefined) call.hasFunction = true;
    }
    this.#firstString = isFirst ? String(token.value) : undefined;
    if (type === tokTypes.arrow || type === tokTypes._function) {
      for (const call of this.#open) call.hasFunction = true;
    }
    const tableStart = this.#tableStart;
    this.#tableStart = undefined;
    this.#names = this.#namesAfter(token, tableStart);
    this.#before = token;
  }

  /** Those that are not finished end with the text. */
  calls(length: number): readonly ClosedCall[] {
    return [...this.#closed, ...this.#open.map((call) => ({ ...call, end: length }))];
  }

  #namesAfter(
    token: Token & { readonly value?: unknown },
    tableStart: number | undefined,
  ): readonly string[] {
    switch (token.type) {
      case tokTypes.parenL:
        this.#open.push({
          names: this.#names,
          start: tableStart ?? token.start,
          hasFunction: false,
        });
        return [];
      case tokTypes.parenR:
        return this.#close(token.end);
      case tokTypes.backQuote:
        return this.#atBackQuote(token.start);
      case tokTypes.dot:
      case tokTypes.questionDot:
        return this.#names;
      default:
        return this.#namesWith(
          token.type === tokTypes.name ? String(token.value) : token.type.keyword,
        );
    }
  }

  #close(end: number): readonly string[] {
    const call = this.#open.pop();
    if (call === undefined) return [];
    this.#closed.push({ ...call, end });
    return this.#afterTable(call);
  }

  /** The tokenizer gives each closing one a piece of the template before it, be it empty. */
  #atBackQuote(start: number): readonly string[] {
    const opened = this.#before?.type === tokTypes.template ? this.#templates.pop() : undefined;
    if (opened !== undefined) return this.#afterTable(opened);
    this.#templates.push({ names: this.#names, start });
    return [];
  }

  #afterTable({ names, start }: Pick<OpenCall, 'names' | 'start'>): readonly string[] {
    this.#tableStart = start;
    return names;
  }

  #namesWith(word: string | undefined): readonly string[] {
    if (word === undefined) return [];
    const isMember =
      this.#before?.type === tokTypes.dot || this.#before?.type === tokTypes.questionDot;
    return isMember ? [...this.#names, word] : [word];
  }
}
