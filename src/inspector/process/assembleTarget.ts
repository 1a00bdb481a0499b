import type { TargetDescription } from '../../core/report/report';
import descriptorsSource from '../loop/descriptors.target.js';
import { Finder } from '../call/finder';
import { GrowthWatches } from '../watch/growthWatch';
import type { InspectorClient } from '../protocol/inspectorClient';
import { usualTurnTimeoutMillis } from '../loop/eventLoop';
import { createDriver } from '../loop/loopDriver';
import nativeStepsSource from '../explain/nativeSteps.target.js';
import { OpenFiles } from '../loop/openFiles';
import { ProcessUsage } from './processUsage';
import { instantiate } from '../protocol/remoteObject';
import type { Target } from './target';

/** What is special about how a process was reached. */
export type Reached = Pick<Target, 'harness' | 'recentErrors' | 'pauses' | 'lend'> & {
  readonly description: TargetDescription;
  dispose(): Promise<void>;
};

/** What the system tells of a process's memory is the doing of all its threads. */
const unknownMemory = { memory: () => undefined };

/** Puts our scripts in place in a process to which a connection stands. */
export async function assembleTarget(client: InspectorClient, reached: Reached): Promise<Target> {
  const { description, harness, recentErrors, pauses, lend } = reached;
  const [driver, finder, watches, descriptors, nativeSteps] = await Promise.all([
    createDriver(client),
    Finder.create(client),
    GrowthWatches.create(client),
    instantiate(client, 'descriptors', descriptorsSource),
    instantiate(client, 'nativeSteps', nativeStepsSource),
  ]);
  // What is lent is changed with the loan, and put back with it.
  if (lend === undefined) await driver.setFlags();
  const usage = new ProcessUsage(description.pid);
  return {
    client,
    description,
    driver,
    finder,
    watches,
    turnTimeoutMillis: usualTurnTimeoutMillis,
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
    ...(lend === undefined ? {} : { lend }),
    [Symbol.asyncDispose]: () => reached.dispose(),
  };
}
