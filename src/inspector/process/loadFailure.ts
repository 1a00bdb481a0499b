import { readFile } from 'node:fs/promises';
import { fileUrlToPath, isSameFile } from '../../core/source/fileUrl';
import { toSourcePosition } from '../../core/source/location';
import { parseScript, ScriptSyntaxError } from '../../core/source/script';
import { option, said, type Sentence } from '../../core/report/sentence';
import { UserError, type ErrorPlace } from '../../errors';
import type { TargetError } from '../protocol/remoteObject';
import { firstFrame, placeText } from '../watch/stackText';

/** Why a file could not be loaded: where the text is wrong, or what its top level threw. */
export async function loadFailure(
  file: string,
  error: TargetError,
  stderr: readonly string[],
): Promise<UserError> {
  const { isSyntax, place } = await syntaxError(file, error);
  const thrown = place ?? thrownAt(error);
  return new UserError(
    isSyntax ? 'syntax-error' : 'import-failed',
    isSyntax ? syntaxSentence(file, error, place) : importSentence(file, error),
    { cause: error, stderr, ...(thrown === undefined ? {} : { place: thrown }) },
  );
}

function syntaxSentence(file: string, error: TargetError, place: ErrorPlace | undefined): Sentence {
  const { message } = error;
  const what = /^SyntaxError(?: \[\w+\])?: ([^]*)/m.exec(withoutStack(message))?.[1] ?? message;
  const remedy = remedyFor(what, place?.file ?? file);
  if (place === undefined) {
    return said`${file} cannot be loaded, it or a file that it imports has a syntax error: ${what.trim()}. ${remedy}`;
  }
  return isSameFile(place.file, file)
    ? said`${written(place)} cannot be loaded, it has a syntax error: ${what.trim()}. ${remedy}`
    : said`${file} cannot be loaded, ${written(place)} has a syntax error: ${what.trim()}. ${remedy}`;
}

function remedyFor(what: string, file: string): Sentence {
  if (/^(?:Unexpected token 'export'|Cannot use import statement outside a module)/.test(what)) {
    return said`It is written as an ES module and was loaded as CommonJS: set "type": "module" in the nearest package.json, or let its name end in .mjs or .mts.`;
  }
  // a file of plain JavaScript has nothing that a loader could help with
  return /\.[cm]?js$/.test(file)
    ? said`Correct it and run again.`
    : said`Correct it and run again; where it is not known to Node, name a loader (${option('--node-arg')}=--import=tsx).`;
}

function importSentence(file: string, error: TargetError): Sentence {
  // the place tells who requires it, and better than Node's list
  const text = withoutStack(error.message).replace(/\nRequire stack:[^]*$/, '');
  const frame = firstFrame(error.message);
  const at = frame === undefined ? '' : `\n  at ${placeText(frame)}`;
  return said`${file} cannot be loaded, it throws on import: ${text}${at}\nSee whether it loads with plain node; give it what it needs with ${option('--cwd')}, ${option('--env')} or ${option('--node-arg')}.`;
}

/** Without the stack, which shows how Node loads files; what stands before it may show the place. */
function withoutStack(message: string): string {
  return message.split(/\n\s+at /)[0]!.trim();
}

function thrownAt({ message }: TargetError): ErrorPlace | undefined {
  const frame = firstFrame(message);
  return frame && { file: fileUrlToPath(frame.url), ...toSourcePosition(frame) };
}

/** A text of a file that V8 refuses; `JSON.parse()` and `new Function()` throw errors of the same class. */
async function syntaxError(
  file: string,
  { message, details }: TargetError,
): Promise<{ readonly isSyntax: boolean; readonly place?: ErrorPlace }> {
  if (details.exception?.className !== 'SyntaxError') return { isSyntax: false };
  const place = decorated(message) ?? (await refused(file));
  if (place !== undefined) return { isSyntax: true, place };
  // of a module that it imports, which only Node's own frames tell
  const innermost = /\n\s+at (.*)/.exec(message)?.[1] ?? '';
  return { isSyntax: innermost.includes('node:internal/') };
}

/** What Node puts before some syntax errors: the place, the line, and a mark below what is wrong in it. */
function decorated(message: string): ErrorPlace | undefined {
  const match = /^((?:file:\/\/)?\/.*):(\d+)\n.*\n( *)\^/.exec(message);
  if (match === null) return undefined;
  const [, url = '', line, indent = ''] = match;
  return { file: fileUrlToPath(url), line: Number(line), column: indent.length + 1 };
}

/** Where a parser gives up on the file itself, as far as it is JavaScript. */
async function refused(file: string): Promise<ErrorPlace | undefined> {
  if (!/\.[cm]?js$/.test(file)) return undefined;
  try {
    parseScript(await readFile(file, 'utf8'));
    return undefined;
  } catch (error) {
    if (!(error instanceof ScriptSyntaxError)) throw error;
    return { file, ...toSourcePosition(error.position) };
  }
}

function written({ file, line, column }: ErrorPlace): string {
  return `${file}:${String(line)}:${String(column)}`;
}
