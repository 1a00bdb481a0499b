import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marksIn } from '../core/report/quantities';
import { fillIn, inEnglish, sayAs, type Saying, type Sentence } from '../core/report/sentence';

/** Says a sentence to the client's user. */
export type Say = (sentence: Sentence) => string;

/**
 * By the texts that VS Code translates the extension with, for what a client shows as it comes: events of our own
 * carry their sentences instead. English where there are none.
 *
 * @param locale as a client names it, such as `de`
 */
export function sayingTo(locale = 'en'): Say {
  const texts = textsOf(locale);
  if (texts === undefined) return (sentence) => sayAs(sentence, inEnglish);
  const fill: Saying['fill'] = (template, ...parts) =>
    fillIn(texts[template] ?? template, ...parts);
  const saying = { ...inEnglish, fill, marks: marksIn(texts['1,000.5'] ?? '') };
  return (sentence) => sayAs(sentence, saying);
}

function textsOf(locale: string): Readonly<Record<string, string>> | undefined {
  if (!/^[a-z]+(?:-[a-z]+)*$/i.test(locale)) return undefined;
  const file = join(__dirname, `../l10n/bundle.l10n.${locale.toLowerCase()}.json`);
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}
