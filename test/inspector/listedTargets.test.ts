import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { UserError } from '../../src/errors';
import { listAt } from '../../src/inspector/protocol/listedTargets';

test('what answers at a port a little at a time, and without an end, is no inspector after a while', async (t) => {
  const server = createServer((_request, response) => trickle(response)).listen(0, '127.0.0.1');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await assert.rejects(
    listAt(port, t.signal),
    (error) =>
      error instanceof UserError &&
      error.code === 'inspector-unavailable' &&
      /it does not answer/.test(error.message),
  );
});

/** Never idle for as long as a time limit for silence would need. */
function trickle(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '), 100);
  response.on('close', () => clearInterval(timer));
}
