// Tasks share a signal that lasts as long as the process; version 8.0 of the package leaves listeners on it.
import PQueue from 'p-queue-8.0';

const shutdown = new AbortController();
const queue = new PQueue({ concurrency: 4 });

export async function resize(image) {
  const { signal } = shutdown;
  const result = await queue.add(async () => ({ image, width: 100 }), { signal }); // grows
  return result.width;
}
