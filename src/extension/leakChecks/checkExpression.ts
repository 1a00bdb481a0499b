import { Script } from 'node:vm';

/** What is wrong with a JavaScript expression, in V8's words; undefined if it parses. Nothing is run. */
export function checkExpression(text: string): string | undefined {
  if (text.trim() === '') {
    return undefined;
  }
  try {
    new Script(`(async () => (\n${text}\n))`);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
