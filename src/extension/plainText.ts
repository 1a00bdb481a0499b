import { terminalLine, truncated } from '../core/report/terminalText';

/**
 * One line of harmless text out of a string that may come from the looped program: control and
 * bidirectional characters are shown escaped, what is longer than `maximum` characters is cut.
 */
export function plainText(text: string, maximum = 200): string {
  return truncated(terminalLine(text.slice(0, maximum * 4)), maximum);
}

/** As {@link plainText} of a text that may have several lines, as messages do: they follow one another. */
export function plainLine(text: string, maximum = 200): string {
  return plainText(text.trim().replace(/\s*[\r\n]+\s*/g, ' '), maximum);
}
