// Jobs put what they work on into a context under the key of all jobs, and the next job builds on that context.
import { setImmediate } from 'node:timers/promises';
import { ROOT_CONTEXT, createContextKey } from '@opentelemetry/api';

let current = ROOT_CONTEXT;

export async function runJob(id) {
  const key = createContextKey(`job`);
  current = current.setValue(key, { id, state: 'running' });
  await setImmediate();
  const job = current.getValue(key);
  return `${job.id} ${job.state}`;
}
