import type { Target } from './target';

/**
 * How long finalizers and late work get before what is still alive counts as alive. Measured: V8 and
 * Node run finalizers some turns, and up to 40 ms, after the collection that makes them due.
 */
const lateWorkMillis = 40;

/** One turn of the event loop and one forced collection: what is dead now goes. */
export async function collect(target: Target): Promise<void> {
  await target.driver.turn(2, 0);
  await target.client.send('HeapProfiler.collectGarbage');
}

/** As {@link collect}, with time for late work and for what finalizers set free. */
export async function collectPatiently(target: Target): Promise<void> {
  await target.driver.turn(1, lateWorkMillis);
  await target.client.send('HeapProfiler.collectGarbage');
  await target.driver.turn(2, 0);
  await target.client.send('HeapProfiler.collectGarbage');
}
