import { parse, type Comment, type Options, type Program } from 'acorn';
import type { GeneratedPosition } from './location';
import { TextLines } from './textLines';

/** A JavaScript text as V8 runs it, with its syntax tree. Offsets count UTF-16 code units. */
export interface Script {
  readonly text: string;
  readonly lines: TextLines;
  readonly program: Program;
  /** In the order of the text. */
  readonly comments: readonly Comment[];
}

/** The text is not JavaScript; `position` is where the parser gave up. */
export class ScriptSyntaxError extends Error {
  override readonly name = 'ScriptSyntaxError';

  constructor(
    message: string,
    readonly position: GeneratedPosition,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Parses a script as leniently as Node would load it: as an ES module (hashbang, top-level await),
 * else as CommonJS (top-level `return`, sloppy mode).
 *
 * @throws ScriptSyntaxError when it is neither
 */
export function parseScript(text: string): Script {
  const asModule = tryParse(text, 'module');
  if ('script' in asModule) return asModule.script;
  const asCommonJs = tryParse(text, 'commonjs');
  if ('script' in asCommonJs) return asCommonJs.script;
  // The reading that got further is the one that was meant.
  throw offsetOf(asModule.error) > offsetOf(asCommonJs.error)
    ? syntaxError(text, asModule.error)
    : syntaxError(text, asCommonJs.error);
}

type Attempt = { readonly script: Script } | { readonly error: unknown };

function tryParse(text: string, sourceType: 'module' | 'commonjs'): Attempt {
  const comments: Comment[] = [];
  const options: Options = {
    ecmaVersion: 'latest',
    sourceType,
    allowHashBang: true,
    allowSuperOutsideMethod: true,
    checkPrivateFields: false,
    onComment: comments,
    ...(sourceType === 'module'
      ? { allowReturnOutsideFunction: true, allowImportExportEverywhere: true }
      : {}),
  };
  try {
    const program = parse(text, options);
    return { script: { text, lines: new TextLines(text), program, comments } };
  } catch (error) {
    return { error };
  }
}

/** How far the parser got, from acorn's `pos`; a parser that overflowed its stack got nowhere. */
function offsetOf(error: unknown): number {
  return error instanceof SyntaxError && 'pos' in error && typeof error.pos === 'number'
    ? error.pos
    : 0;
}

function syntaxError(text: string, error: unknown): ScriptSyntaxError {
  const message = error instanceof Error ? error.message : String(error);
  return new ScriptSyntaxError(
    message.replace(/ \(\d+:\d+\)$/, ''),
    new TextLines(text).positionAt(offsetOf(error)),
    { cause: error },
  );
}

/** The last comment that ends at or before an offset. */
export function commentBefore({ comments }: Script, offset: number): Comment | undefined {
  const before = lowerBound(comments, offset);
  const last = comments[before - 1];
  return last === undefined || last.end <= offset ? last : comments[before - 2];
}

/** The first offset from this one on that is neither white space nor in a comment. */
export function skipTrivia(script: Script, from: number): number {
  let offset = from;
  for (;;) {
    const char = script.text.charAt(offset);
    const comment = char === '/' ? commentAt(script, offset) : undefined;
    if (comment !== undefined) offset = comment.end;
    else if (/\s/.test(char)) offset++;
    else return offset;
  }
}

function commentAt(script: Script, offset: number): Comment | undefined {
  const index = lowerBound(script.comments, offset);
  const comment = script.comments[index];
  return comment?.start === offset ? comment : undefined;
}

/** Index of the first comment that starts at or behind an offset. */
function lowerBound(comments: readonly Comment[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (comments[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
