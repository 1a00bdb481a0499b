import { plainText } from './plainText';

/** Text from the looped program as Markdown that renders as exactly that text. */
export function escapeMarkdown(text: string): string {
  return plainText(text, 1000)
    .replace(/[\\`*_{}[\]()#+\-.!|~$:@/]/g, '\\$&')
    .replace(/[&<>]/g, (character) => entities[character] ?? character);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
