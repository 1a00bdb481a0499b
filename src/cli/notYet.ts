import { UsageError } from '../errors';

/** For what a later version will do: told in words, not done by halves. */
export function notYet(what: string, available: string): UsageError {
  return new UsageError(`${what} is not available in this version yet; ${available}`);
}
