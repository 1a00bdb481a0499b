import type { TargetDescription } from '../../core/report/report';
import type { Collections } from '../loop/collect';
import type { Finder } from '../call/finder';
import type { GrowthWatches } from '../watch/growthWatch';
import type { InspectorClient } from '../protocol/inspectorClient';
import type { LoopDriver } from '../loop/loopDriver';
import type { OpenFiles } from '../loop/openFiles';
import type { PauseWatch } from './pauseWatch';
import type { ProcessUsage } from './processUsage';
import type { RemoteObject } from '../protocol/remoteObject';
import type { Scripts } from '../source/scripts';

/** A Node process that was reached. Disposing of it ends what we started and leaves what we joined as it was. */
export interface Target extends AsyncDisposable {
  readonly client: InspectorClient;
  readonly description: TargetDescription;
  readonly driver: LoopDriver;
  readonly finder: Finder;
  readonly watches: GrowthWatches;
  /** What it has open, where its system tells. */
  readonly openFiles: OpenFiles;
  /** Its memory and its children, where its system tells. */
  readonly usage: Pick<ProcessUsage, 'memory' | 'children'>;
  /** How long its event loop may keep us waiting for a turn; set once the limits are known. */
  turnTimeoutMillis: number;
  /** Where what runs is in its source; set once its scripts are known. */
  scripts?: Pick<Scripts, 'locateByUrl'>;
  /** Those that were forced so far. */
  readonly collections: Collections;
  /** Our script that notes who opens what: a factory. */
  readonly descriptors: RemoteObject;
  /** Our script that notes at which step the process grows: a factory. */
  readonly nativeSteps: RemoteObject;
  /** The loader of a launched process, `load(url)` and `requireFrom(file)`, or {@link joinedHarness}. */
  readonly harness: RemoteObject;
  /** Of a process that was joined: a debugger may have stopped it. */
  readonly pauses?: PauseWatch;
  /** Of a process that was joined: has something of ours put back (`putBack()`) when it is left, or we are killed. */
  lend?(changed: RemoteObject): Promise<void>;
  /** What the process printed last to its standard error. */
  recentErrors(): readonly string[];
}
