import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillIn } from '../../src/core/report/sentence';
import type { Translate } from '../../src/extension/language';

/** English as VS Code writes it without a bundle: `{0}` replaced by the first part. */
export const english: Translate = fillIn;

const germanWords = JSON.parse(
  readFileSync(join(__dirname, '../l10n/bundle.l10n.de.json'), 'utf8'),
) as Record<string, string>;

/** As in a German editor. */
export const german: Translate = (message, ...parts) =>
  fillIn(germanWords[message] ?? message, ...parts);
