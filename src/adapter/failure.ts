import { terminalLine, terminalText } from '../core/report/terminalText';
import { UserError } from '../errors';
import type { FailedBody } from './protocol';
import { said, told, type Sentence } from '../core/report/sentence';

/** A failed run as the client gets it: the `failed` event's body, and text for the debug console. */
export interface Failure {
  readonly body: FailedBody;
  readonly output: string;
}

const internalError = said`Internal error: this is a bug in Leak Loop. Please report it with the lines in the debug console.`;

/** What the user is told of an error: of a bug of ours only that it is one. */
export function sentenceOf(error: unknown): Sentence {
  return error instanceof UserError ? error.sentence : internalError;
}

export function failureOf(error: unknown): Failure {
  if (!(error instanceof UserError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const internal = told(sentenceOf(error));
    return { body: { code: 'internal', ...internal }, output: lines([internal.message, stack]) };
  }
  const {
    choices = [],
    receivers,
    receiverMaker,
    members = [],
    place,
    stderr = [],
  } = error.details;
  return {
    body: {
      code: error.code,
      ...told(error.sentence),
      ...(choices.length === 0 ? {} : { choices }),
      ...(receivers === undefined ? {} : { receivers }),
      ...(receiverMaker === undefined ? {} : { receiverMaker }),
      ...(members.length === 0 ? {} : { members }),
      ...(place === undefined ? {} : { place }),
      ...(stderr.length === 0 ? {} : { stderr }),
    },
    output: lines([
      error.message,
      ...choices.map(({ name, line }) => `  ${terminalLine(name)}  line ${line}`),
      ...stderr.map((line) => `  | ${terminalLine(line)}`),
    ]),
  };
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${terminalText(text)}\n`).join('');
}
