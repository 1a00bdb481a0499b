import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { test } from 'node:test';
import { PromptAcknowledgements } from '../../src/inspector/protocol/promptAcknowledgements';

/** Text of five letters, masked, as a client writes it. */
const shortFrame = Buffer.from([0x81, 0x85, 1, 2, 3, 4, 10, 11, 12, 13, 14]);
/** The same with a length that takes eight bytes. */
const wholeFrame = Buffer.from([
  ...[0x81, 0xff, 0, 0, 0, 0, 0, 0, 0, 5],
  ...shortFrame.subarray(2),
]);
const closeFrame = Buffer.from([0x88, 0x80, 1, 2, 3, 4]);

test('a message that comes while an answer is waited for is acknowledged by a byte of the next frame', async () => {
  await using pair = await Pair.open();
  await pair.say();
  assert.deepEqual(await pair.heard(1), wholeFrame.subarray(0, 1));
  pair.client.write(shortFrame);
  assert.deepEqual(await pair.heard(wholeFrame.length), wholeFrame);
  assert.equal(pair.acknowledgements.isAhead, false);
});

test('each further message gets a byte, until the length would have to be known', async () => {
  await using pair = await Pair.open();
  for (let bytes = 1; bytes <= 6; bytes++) {
    await pair.say();
    assert.deepEqual(await pair.heard(bytes), wholeFrame.subarray(0, bytes));
  }
  await pair.say();
  pair.client.write(shortFrame.subarray(0, 6));
  pair.client.write(shortFrame.subarray(6));
  pair.client.write(shortFrame);
  const both = Buffer.concat([wholeFrame, shortFrame]);
  assert.deepEqual(await pair.heard(both.length), both);
});

test('nothing is sent ahead where no answer is waited for, or something else was sent meanwhile', async () => {
  await using pair = await Pair.open();
  pair.isNeeded = false;
  await pair.say();
  pair.isNeeded = true;
  await pair.say();
  pair.client.write(shortFrame);
  await pair.say();
  pair.isNeeded = false;
  pair.client.write(shortFrame);
  const both = Buffer.concat([shortFrame, shortFrame]);
  assert.deepEqual(await pair.heard(both.length), both);
});

test('a frame of long text is passed on whole', async () => {
  await using pair = await Pair.open();
  await pair.say();
  await pair.heard(1);
  const text = Buffer.alloc(70_000, 'x');
  const head = Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 1, 0x11, 0x70, 1, 2, 3, 4]);
  pair.client.write(head);
  pair.client.write(text);
  const all = Buffer.concat([head, text]);
  assert.deepEqual(await pair.heard(all.length), all);
});

test('within a message that has begun the end of the connection is not announced', async () => {
  await using pair = await Pair.open();
  await pair.say();
  await pair.heard(1);
  pair.client.write(closeFrame);
  assert.equal(pair.acknowledgements.isAhead, true);
  pair.client.end();
  await once(pair.server, 'end');
  assert.deepEqual(await pair.heard(1), wholeFrame.subarray(0, 1));
});

/** Both ends of a connection; an answer is waited for at the client's. */
class Pair implements AsyncDisposable {
  isNeeded = true;
  readonly acknowledgements: PromptAcknowledgements;
  #heard = Buffer.alloc(0);

  private constructor(
    readonly client: Socket,
    readonly server: Socket,
  ) {
    this.acknowledgements = new PromptAcknowledgements(client, () => this.isNeeded);
    server.on('data', (bytes: Buffer) => {
      this.#heard = Buffer.concat([this.#heard, bytes]);
    });
  }

  static async open(): Promise<Pair> {
    const listener = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const accepted = once(listener, 'connection');
    const client = connect({ port: (listener.address() as AddressInfo).port, host: '127.0.0.1' });
    await once(client, 'connect');
    const [server] = (await accepted) as [Socket];
    listener.close();
    return new Pair(client, server);
  }

  /** A message from the server, until the client has it. */
  async say(): Promise<void> {
    const arrived = once(this.client, 'data');
    this.server.write('{}');
    await arrived;
  }

  /** All that the server got, once it is so many bytes. */
  async heard(bytes: number): Promise<Buffer> {
    while (this.#heard.length < bytes) await once(this.server, 'data');
    return this.#heard;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.acknowledgements[Symbol.dispose]();
    this.client.destroy();
    this.server.destroy();
    return Promise.resolve();
  }
}
