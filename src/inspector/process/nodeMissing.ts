import { UserError } from '../../errors';

/** A Node executable that is not there, or cannot be run. */
export function nodeMissing(node: string, error: Error): UserError {
  return new UserError(
    'node-missing',
    `Node could not be started (${node}: ${error.message}). Give the path of a Node executable with --node (setting leakLoop.nodeExecutable).`,
    { cause: error },
  );
}
