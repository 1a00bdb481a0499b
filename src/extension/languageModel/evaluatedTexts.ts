import { markdownText } from '../../core/report/markdownText';
import type { Translate } from '../language';
import type { ToolInput } from './toolInput';

/**
 * The code of a model's input, as Markdown, for the user to allow: all of it, as the part that is cut off could do
 * anything.
 */
export function evaluatedTexts({ callArguments, callThis }: ToolInput, t: Translate): string[] {
  return [
    ...(callArguments === undefined ? [] : [t('Arguments: {0}', wholeText(callArguments))]),
    ...(callThis === undefined ? [] : [t('Evaluated for this: {0}', wholeText(callThis))]),
  ];
}

/** With escape sequences shown: what stands between them is code like the rest. */
function wholeText(code: string): string {
  return markdownText(
    code.replace(introducers, (character) => JSON.stringify(character).slice(1, -1)),
  );
}

// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const introducers = /[\u001b\u0080-\u009f]/g;
