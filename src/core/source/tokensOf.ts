import { tokenizer, type Token } from 'acorn';

/**
 * The words of a source, which may be in a language that we have no parser for: as many as there are before
 * something that is no JavaScript in its words either.
 */
export function* tokensOf(text: string): Generator<Token> {
  try {
    yield* tokenizer(text, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
}
