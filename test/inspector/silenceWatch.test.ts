import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import test from 'node:test';
import { SilenceWatch } from '../../src/inspector/protocol/silenceWatch';

const tlsHandshake = 22;

for (const { scheme, host, begins } of [
  { scheme: 'ws', host: '127.0.0.1', begins: 'G'.charCodeAt(0) },
  { scheme: 'ws', host: '[::1]', begins: 'G'.charCodeAt(0) },
  { scheme: 'wss', host: '127.0.0.1', begins: tlsHandshake },
]) {
  test(`a silent inspector at ${scheme}://${host} is asked there, in its protocol, whether it lives`, async (t) => {
    const server = createServer().listen(0, host.replace(/[[\]]/g, ''));
    t.after(() => server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const dead = new AbortController();
    const watch = new SilenceWatch(
      `${scheme}://${host}:${String(port)}/id`,
      () => true,
      () => dead.abort(new Error('it was given up unasked')),
    );
    t.after(() => watch[Symbol.dispose]());
    const [socket] = (await once(server, 'connection', { signal: dead.signal })) as [Socket];
    const [asked] = (await once(socket, 'data')) as [Buffer];
    assert.equal(asked[0], begins);
    socket.destroy();
  });
}
