import { UserError } from '../../errors';
import { option, said } from '../../core/report/sentence';

/** A Node executable that is not there, or cannot be run. */
export function nodeMissing(node: string, error: Error): UserError {
  return new UserError(
    'node-missing',
    said`Node could not be started (${node}: ${error.message}). Give the path of a Node executable with ${option('--node')}.`,
    { cause: error },
  );
}
