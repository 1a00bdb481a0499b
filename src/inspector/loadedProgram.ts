import type { RemoteObject } from './remoteObject';
import type { Target } from './target';

/** A process in which the file with the function is loaded. */
export interface LoadedProgram extends AsyncDisposable {
  readonly target: Target;
  /** What the file exports. */
  readonly namespace: RemoteObject;
  /** The file that runs: the program itself, or what it was compiled to. */
  readonly file: string;
  readonly warnings: readonly string[];
}
