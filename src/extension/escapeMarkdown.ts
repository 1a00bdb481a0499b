import { markdownText } from '../core/report/markdownText';
import { plainText } from './plainText';

/** Text from the looped program as Markdown that renders as exactly that text, not too much of it. */
export function escapeMarkdown(text: string): string {
  return markdownText(plainText(text, 1000));
}
