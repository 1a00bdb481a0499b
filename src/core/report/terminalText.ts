/**
 * Text that is safe to print: strings out of a heap and out of a target's output are hostile.
 *
 * An escape sequence in a class name could clear the screen or forge a verdict, a bidi control
 * could turn a path around, a line feed could add rows of its own.
 */

/** One line: escape sequences are dropped, every other control character is shown escaped (`\n`, `\x07`, `\u202e`). */
export function terminalLine(text: string): string {
  return withoutEscapeSequences(text).replace(unprintable, escaped);
}

/** As {@link terminalLine}, but line feeds stay and tabs become spaces. */
export function terminalText(text: string): string {
  return withoutEscapeSequences(text)
    .split(/\r?\n/)
    .map((line) => line.replace(/\t/g, '    ').replace(unprintable, escaped))
    .join('\n');
}

/** Cuts a line to `width` columns; what was cut shows as `…`. */
export function truncated(line: string, width: number): string {
  if (displayWidth(line) <= width) {
    return line;
  }
  let columns = 1;
  let kept = '';
  for (const character of line) {
    columns += characterWidth(character);
    if (columns > width) {
      break;
    }
    kept += character;
  }
  return `${kept}…`;
}

/** Pads a line with spaces to `width` columns. */
export function padded(line: string, width: number): string {
  return line + ' '.repeat(Math.max(0, width - displayWidth(line)));
}

/** Breaks a paragraph at spaces into lines of at most `width` columns; a longer word (a path) stays whole. */
export function wrapped(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ')) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines;
}

/** Columns that a terminal uses for a line without escape sequences: East Asian wide characters and emoji take two. */
export function displayWidth(line: string): number {
  let columns = 0;
  for (const character of line) {
    columns += characterWidth(character);
  }
  return columns;
}

function characterWidth(character: string): number {
  if (combining.test(character)) {
    return 0;
  }
  return wide.test(character) ? 2 : 1;
}

const combining = /^\p{Mark}$/u;
const wide =
  /^[\p{Emoji_Presentation}\u{1100}-\u{115f}\u{2e80}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{20000}-\u{3fffd}]$/u;

/** Controls, line and paragraph separators, format characters (bidi, zero width) and lone surrogates. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  const short = shortEscapes[character];
  if (short !== undefined) {
    return short;
  }
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) {
    return `\\x${code.toString(16).padStart(2, '0')}`;
  }
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}

/** ECMA-48: CSI sequences, then strings (OSC, DCS, SOS, PM, APC) up to their terminator, then two-character ones. */
const escapeSequences =
  // eslint-disable-next-line no-control-regex -- control characters are what this looks for
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c\n]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]/g;

function withoutEscapeSequences(text: string): string {
  return text.replace(escapeSequences, '');
}
