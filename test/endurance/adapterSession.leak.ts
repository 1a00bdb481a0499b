import { once } from 'node:events';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { LeakLoopSession } from '../../src/adapter/leakLoopSession';

const program = join(process.cwd(), 'test/fixtures/fixed/arrayPush.js');
const requests = [
  { command: 'initialize', arguments: { adapterID: 'leak-loop', pathFormat: 'path' } },
  {
    command: 'launch',
    arguments: { program, function: 'openSession', callArguments: '[i]', maxCalls: 15 },
  },
  { command: 'configurationDone' },
];

/** A debug session as an editor has it, from `initialize` until it has terminated. */
export async function run(): Promise<void> {
  const [toAdapter, fromAdapter] = [new PassThrough(), new PassThrough()];
  const session = new LeakLoopSession();
  session.setRunAsServer(true); // it ends, and not the process with it
  session.start(toAdapter, fromAdapter);
  const terminated = new Promise<void>((resolve) => {
    fromAdapter.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('"event":"terminated"')) resolve();
    });
  });
  requests.forEach((request, at) => {
    const body = JSON.stringify({ seq: at + 1, type: 'request', ...request });
    toAdapter.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  });
  await terminated;
  toAdapter.end();
  fromAdapter.destroy();
  await once(fromAdapter, 'close').catch(() => undefined);
}
