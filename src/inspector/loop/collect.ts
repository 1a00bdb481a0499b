import type { Target } from '../process/target';
import { turn } from './eventLoop';

/**
 * How long finalizers and late work get before what is still alive counts as alive. Measured: V8 and
 * Node run finalizers some turns, and up to 40 ms, after the collection that makes them due.
 */
export const lateWorkMillis = 40;

/** Collections that were forced, and how long they took. */
export interface Collections {
  count: number;
  millis: number;
}

/**
 * Some turns of the event loop, in which what is ready runs, before a reading of the sampler: that
 * begins with a collection.
 */
export async function settle(target: Target): Promise<void> {
  await turn(target, 2, 0);
  await forget(target);
}

export async function letLateWorkRun(target: Target): Promise<void> {
  await turn(target, 1, lateWorkMillis);
}

/** Collections, with time for late work and for what finalizers set free. */
export async function collectPatiently(target: Target): Promise<void> {
  await letLateWorkRun(target);
  await forget(target);
  await forceCollections(target);
  await settle(target);
  await forceCollections(target);
}

/** Two to seven collections in a row, until one frees nothing that weak callbacks wait for. */
export async function forceCollections(target: Target): Promise<void> {
  const start = performance.now();
  await target.client.send('HeapProfiler.collectGarbage');
  countCollection(target, performance.now() - start);
}

export function countCollection({ collections }: Target, millis: number): void {
  collections.count++;
  collections.millis += millis;
}

/**
 * Where a process can be inspected, V8 keeps the last thousand messages of its console with all that
 * was logged, for a console that might be opened. The program does not.
 */
async function forget({ client }: Target): Promise<void> {
  await client.send('Runtime.discardConsoleEntries');
}
