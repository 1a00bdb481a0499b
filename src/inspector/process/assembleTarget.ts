import type { TargetDescription } from '../../core/report/report';
import descriptorsSource from '../loop/descriptors.target.js';
import { Finder } from '../call/finder';
import { GrowthWatches } from '../watch/growthWatch';
import type { InspectorClient } from '../protocol/inspectorClient';
import { createDriver } from '../loop/loopDriver';
import nativeStepsSource from '../explain/nativeSteps.target.js';
import { OpenFiles } from '../loop/openFiles';
import { ProcessUsage } from './processUsage';
import { instantiate } from '../protocol/remoteObject';
import type { Target } from './target';

/** What is special about how a process was reached. */
export type Reached = Pick<Target, 'harness' | 'recentErrors' | 'pauses'> & {
  readonly description: TargetDescription;
  dispose(): Promise<void>;
};

/** What the system tells of a process's memory is the doing of all its threads. */
const unknownMemory = { memory: () => undefined };

/** Puts our scripts in place in a process to which a connection stands. */
export async function assembleTarget(client: InspectorClient, reached: Reached): Promise<Target> {
  const { description, harness, recentErrors, pauses } = reached;
  const driver = await createDriver(client);
  const finder = await Finder.create(client);
  const watches = await GrowthWatches.create(client);
  const descriptors = await instantiate(client, 'descriptors', descriptorsSource);
  const usage = new ProcessUsage(description.pid);
  const nativeSteps = await instantiate(client, 'nativeSteps', nativeStepsSource);
  return {
    client,
    description,
    driver,
    finder,
    watches,
    collections: { count: 0, millis: 0 },
    descriptors,
    nativeSteps,
    openFiles: new OpenFiles(description.pid),
    usage:
      description.worker === undefined
        ? usage
        : { ...unknownMemory, children: () => usage.children() },
    harness,
    recentErrors,
    ...(pauses === undefined ? {} : { pauses }),
    [Symbol.asyncDispose]: () => reached.dispose(),
  };
}
