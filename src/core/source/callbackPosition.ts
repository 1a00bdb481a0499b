import type { WrittenParameter } from './writtenParameters';

/** The arguments that are given for one call. */
export interface ArgumentsShape {
  readonly count: number;
  /** Whether the callback that is at hand (`callback`) is among them. */
  readonly hasCallback: boolean;
}

/** What a last parameter is called that is told when the work is done. */
const callbackNames = ['cb', 'callback', 'done', 'next'];

/**
 * Where a callback is passed to a function; undefined where none is.
 *
 * @param asked whether there is to be one; where undefined, the name of the last parameter decides
 * @param given undefined where no arguments are given
 */
export function callbackPosition(
  parameters: readonly WrittenParameter[],
  asked: boolean | undefined,
  given: ArgumentsShape = { count: 0, hasCallback: false },
): number | 'in arguments' | undefined {
  if (given.hasCallback) return 'in arguments';
  const isLastNamedSo = callbackParameter(parameters) !== undefined;
  const isFree = given.count < parameters.length;
  if (!(asked ?? (isLastNamedSo && isFree))) return undefined;
  const last = parameters.at(-1);
  const declared = last === undefined || last.isRest ? 0 : parameters.length - 1;
  return Math.max(declared, given.count);
}

/** The name of the last parameter, where it says that it is a callback. */
export function callbackParameter(parameters: readonly WrittenParameter[]): string | undefined {
  const last = parameters.at(-1);
  return last !== undefined && !last.isRest && callbackNames.includes(last.text)
    ? last.text
    : undefined;
}
