import { turn } from './eventLoop';
import type { Target } from '../process/target';

/**
 * How long finalizers and late work get before what is still alive counts as alive. Measured: V8 and
 * Node run finalizers some turns, and up to 40 ms, after the collection that makes them due.
 */
const lateWorkMillis = 40;

/** One turn of the event loop and one forced collection: what is dead now goes. */
export async function collect(target: Target): Promise<void> {
  await turn(target, 2, 0);
  await forceCollection(target);
}

/** Collections that were forced, and how long they took. */
export interface Collections {
  count: number;
  millis: number;
}

async function forceCollection(target: Target): Promise<void> {
  await forget(target);
  const start = performance.now();
  await target.client.sendPromptly('HeapProfiler.collectGarbage');
  target.collections.count++;
  target.collections.millis += performance.now() - start;
}

/**
 * Where a process can be inspected, V8 keeps the last thousand messages of its console with all that
 * was logged, for a console that might be opened. The program does not.
 */
async function forget({ client }: Target): Promise<void> {
  await client.sendPromptly('Runtime.discardConsoleEntries');
}

export async function letLateWorkRun(target: Target): Promise<void> {
  await turn(target, 1, lateWorkMillis);
}

/** As {@link collect}, with time for late work and for what finalizers set free. */
export async function collectPatiently(target: Target): Promise<void> {
  await letLateWorkRun(target);
  await forceCollection(target);
  await turn(target, 2, 0);
  await forceCollection(target);
}
