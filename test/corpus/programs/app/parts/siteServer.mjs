import { createServer } from 'node:http';
import { once } from 'node:events';

/** Starts a server on a free port that keeps connections open, as behind a proxy. */
export async function startSite(handle) {
  const server = createServer({ keepAliveTimeout: 0 }, handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return server.address().port;
}
