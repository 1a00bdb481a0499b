import type { RemoteObject } from '../protocol/remoteObject';
import type { LiveFunction } from '../call/resolveFunction';
import type { Target } from './target';
import type { Sentence } from '../../core/report/sentence';

/** A process in which the file with the function is loaded. */
export interface LoadedProgram extends AsyncDisposable {
  readonly target: Target;
  /** What the file exports. */
  readonly namespace: RemoteObject;
  /** The file that runs: the program itself, or what it was compiled to. */
  readonly file: string;
  readonly warnings: readonly Sentence[];
  /** The test at which its runner is held: a call of it is a run of hooks and test. */
  readonly test?: LiveFunction;
  /** Whether a look is enough to tell that something seems to grow: another process is to look closer. */
  readonly endsAtGrowth?: boolean;
  /**
   * Called before growth is explained, which takes calls and leaves traces. Rejects where that is to be done
   * in another process.
   */
  beforeExplaining?(): Promise<void>;
}
