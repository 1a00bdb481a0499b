// Tasks share a signal that lasts as long as the process; version 10 of the package cleans up after each.
import PQueue from 'p-queue-10';

const shutdown = new AbortController();
const queue = new PQueue({ concurrency: 4 });

export async function resize(image) {
  const { signal } = shutdown;
  const result = await queue.add(async () => ({ image, width: 100 }), { signal });
  return result.width;
}
