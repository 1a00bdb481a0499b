import { terminalLine } from './terminalText';

/** Text that Markdown renders as exactly that text, on one line. */
export function markdownText(text: string): string {
  return terminalLine(text)
    .replace(/[\\`*_{}[\]()#+\-.!|~$:@/]/g, '\\$&')
    .replace(/[&<>]/g, (character) => entities[character] ?? character);
}

/** Text as a code span, in which Markdown has no other meaning than its end. */
export function markdownCode(text: string): string {
  const line = terminalLine(text);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // a backtick at an end would join the fence, and one space at both ends is taken away again
  const pad = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return line === '' ? '' : `${fence}${pad}${line}${pad}${fence}`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
