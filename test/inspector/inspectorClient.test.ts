import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import { UserError } from '../../src/errors';
import { InspectorClient } from '../../src/inspector/protocol/inspectorClient';

test('commands are answered, and what the inspector refuses is an error of that command alone', async (t) => {
  await using inspected = await Inspected.start(t);
  const client = await inspected.connect();
  await assert.rejects(
    client.send('Runtime.getProperties', { objectId: 'no such object' }),
    /remote object id/,
  );
  assert.equal(await evaluate(client, '6 * 7'), 42);
  assert.equal(client.gone.aborted, false);
});

test('events reach a listener until it is removed', async (t) => {
  await using inspected = await Inspected.start(t);
  const client = await inspected.connect();
  const heard: unknown[] = [];
  const stop = client.on('Runtime.consoleAPICalled', ({ args }) => heard.push(args[0]?.value));
  await client.send('Runtime.enable');
  await evaluate(client, 'console.log("first")');
  stop();
  await evaluate(client, 'console.log("second")');
  assert.deepEqual(heard, ['first']);
});

test('what a listener throws is why everything rejects from then on, and no exception of the whole program', async (t) => {
  await using inspected = await Inspected.start(t);
  const client = await inspected.connect();
  const reason = new Error('a bug in the listener');
  client.on('Runtime.consoleAPICalled', () => {
    throw reason;
  });
  await client.send('Runtime.enable');
  await assert.rejects(evaluate(client, 'console.log("heard"), new Promise(() => {})'), reason);
  assert.equal(client.gone.reason, reason);
});

test('when the process dies, pending and later commands reject with the error that explains it', async (t) => {
  await using inspected = await Inspected.start(t);
  const reason = new Error('it was killed');
  const client = await inspected.connect({ explainLoss: () => Promise.resolve(reason) });
  const pending = ['new Promise(() => {})', 'for (;;);'].map((expression) =>
    assert.rejects(evaluate(client, expression), reason),
  );
  inspected.kill();
  await Promise.all(pending);
  assert.equal(client.gone.reason, reason);
  await assert.rejects(evaluate(client, '1'), reason);
});

test('a loss that nobody can explain is a lost connection, soon', async (t) => {
  await using inspected = await Inspected.start(t);
  const client = await inspected.connect();
  const pending = evaluate(client, 'new Promise(() => {})');
  const start = performance.now();
  inspected.kill();
  await assert.rejects(pending, isUserError('connection-lost'));
  assert.ok(performance.now() - start < 2_000);
});

test('an abort rejects everything with its reason, while the process does not answer', async (t) => {
  await using inspected = await Inspected.start(t);
  const abort = new AbortController();
  const client = await inspected.connect({ signal: abort.signal });
  const pending = evaluate(client, 'for (;;);');
  const reason = new Error('stopped by the test');
  abort.abort(reason);
  await assert.rejects(pending, reason);
  await assert.rejects(evaluate(client, '1'), reason);
});

test('disposing rejects what is pending and leaves the process running', async (t) => {
  await using inspected = await Inspected.start(t);
  const client = await inspected.connect();
  const lost = assert.rejects(
    evaluate(client, 'new Promise(() => {})'),
    isUserError('connection-lost'),
  );
  await client[Symbol.asyncDispose]();
  await lost;
  const second = await inspected.connect();
  assert.equal(await evaluate(second, '1'), 1);
});

test('a closed connection is lost, and says so to whoever still waits', async (t) => {
  await using inspected = await Inspected.start(t);
  const reason = new Error('it has ended');
  const client = await inspected.connect({ explainLoss: () => Promise.resolve(reason) });
  const lost = assert.rejects(evaluate(client, 'new Promise(() => {})'), reason);
  await client.close();
  await lost;
});

test('where nothing listens, or no inspector, the address is named', async () => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
  await assert.rejects(connect(url), isUserError('inspector-unavailable', url));
  server.close();
  await once(server, 'close');
  await assert.rejects(connect(url), isUserError('inspector-unavailable', url));
});

test('an abort before the connection stands throws its reason', async (t) => {
  await using inspected = await Inspected.start(t);
  const reason = new Error('stopped by the test');
  await assert.rejects(inspected.connect({ signal: AbortSignal.abort(reason) }), reason);
});

test('a worker thread answers for itself, refuses for itself, and its end is told as such', async (t) => {
  await using inspected = await Inspected.start(t);
  const client = await inspected.connect();
  const attached = new Promise<InspectorClient>((resolve) => {
    client.on('NodeWorker.attachedToWorker', ({ sessionId }) => resolve(client.worker(sessionId)));
  });
  await evaluate(
    client,
    `void (globalThis.thread = new (process.getBuiltinModule('worker_threads').Worker)('setInterval(() => {}, 1e6)', { eval: true }))`,
  );
  await client.send('NodeWorker.enable', { waitForDebuggerOnStart: false });
  const worker = await attached;
  const millis: number[] = [];
  for (let asked = 0; asked < 21; asked++) {
    const start = performance.now();
    assert.equal(await evaluate(worker, '6 * 7'), 42);
    millis.push(performance.now() - start);
  }
  const median = millis.sort((some, other) => some - other)[10]!;
  assert.ok(median < 40, `answers wait for no acknowledgement (${median} ms)`);
  await assert.rejects(
    worker.send('Runtime.getProperties', { objectId: 'no such object' }),
    /remote object id/,
  );
  assert.equal(await evaluate(worker, 'typeof thread'), 'undefined');
  const pending = assert.rejects(
    evaluate(worker, 'new Promise(() => {})'),
    isUserError('target-exited'),
  );
  await evaluate(client, 'void thread.terminate()');
  await pending;
  assert.equal(await evaluate(client, 'typeof thread'), 'object', 'the process goes on');
});

interface ConnectOptions {
  readonly signal?: AbortSignal;
  readonly explainLoss?: () => Promise<Error>;
}

function connect(
  url: string,
  {
    signal = new AbortController().signal,
    explainLoss = () => new Promise(() => undefined),
  }: ConnectOptions = {},
): Promise<InspectorClient> {
  return InspectorClient.connect(url, signal, explainLoss);
}

async function evaluate(client: InspectorClient, expression: string): Promise<unknown> {
  const evaluation = { expression, awaitPromise: true };
  const { result, exceptionDetails } = await client.send('Runtime.evaluate', evaluation);
  assert.equal(exceptionDetails?.exception?.description, undefined);
  return result.value;
}

function isUserError(code: UserError['code'], words = ''): (error: unknown) => boolean {
  return (error) =>
    error instanceof UserError && error.code === code && error.message.includes(words);
}

/** A Node process that waits for ever, and can be inspected. */
class Inspected implements AsyncDisposable {
  readonly #clients: InspectorClient[] = [];

  private constructor(
    private readonly child: ChildProcess,
    private readonly url: string,
  ) {}

  /** Node can be inspected before its own start-up, of which workers are a part, has ended. */
  static async start(t: TestContext): Promise<Inspected> {
    const program = `process.stderr.write('started'); setInterval(() => {}, 1e6)`;
    const args = ['--inspect=127.0.0.1:0', '-e', program];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    t.after(() => child.kill('SIGKILL'));
    let text = '';
    for await (const chunk of child.stderr.iterator({ destroyOnReturn: false })) {
      text += String(chunk);
      const url = /listening on (ws:\S+)\n[^]*started/.exec(text)?.[1];
      if (url !== undefined) return new Inspected(child, url);
    }
    throw new Error(`no inspector: ${text}`);
  }

  async connect(options?: ConnectOptions): Promise<InspectorClient> {
    const client = await connect(this.url, options);
    this.#clients.push(client);
    return client;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
    for (const client of this.#clients) await client[Symbol.asyncDispose]();
    if (this.child.signalCode === null) await once(this.child, 'exit');
  }
}
