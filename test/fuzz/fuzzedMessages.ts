import { spawn } from 'node:child_process';
import { damage } from '../core/damagedSnapshots';
import { adapterFile } from '../adapter/adapterClient';
import type { FuzzTarget } from './fuzzTarget';
import { mutateJson, pick } from './mutations';

const missing = '/there/is/no/such/file.js';
const requests = [
  { command: 'initialize', arguments: { adapterID: 'leak-loop', pathFormat: 'path' } },
  { command: 'launch', arguments: { program: missing, function: 'f', maxCalls: 1 } },
  { command: 'attach', arguments: { port: 1, function: `${missing}#f` } },
  { command: 'configurationDone' },
  {
    command: 'setBreakpoints',
    arguments: { source: { path: missing }, breakpoints: [{ line: 1 }] },
  },
  { command: 'threads' },
  { command: 'stackTrace', arguments: { threadId: 1 } },
  { command: 'scopes', arguments: { frameId: 1 } },
  { command: 'variables', arguments: { variablesReference: 1 } },
  { command: 'evaluate', arguments: { expression: '1', context: 'repl' } },
  { command: 'cancel', arguments: { progressId: 'x' } },
  { command: 'continue', arguments: { threadId: 1 } },
  { command: 'pause', arguments: { threadId: 1 } },
  { command: 'terminate' },
];

const framed = (body: string): string =>
  `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** A whole session of damaged messages to the built adapter, which has to end when its client goes. */
export const fuzzedMessages: FuzzTarget<string> = {
  name: 'messages to the debug adapter',
  share: 0.005,
  input: (random) =>
    Array.from({ length: 30 }, (_, at) => {
      let message: unknown = { seq: at + 1, type: 'request', ...pick(random, requests) };
      if (random(3) > 0) message = mutateJson(random, message);
      const body = JSON.stringify(message);
      return random(10) === 0
        ? damage(framed(body), random)
        : framed(random(10) === 0 ? damage(body, random) : body);
    }).join(''),
  judge: (input) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [adapterFile], { stdio: ['pipe', 'pipe', 'pipe'] });
      let said = '';
      const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => (said += text));
      }
      child.stdin.on('error', () => undefined); // it may have left already
      child.once('close', (code, signal) => {
        clearTimeout(late);
        const isBroken = signal !== null || /internal error|^\s+at /m.test(said);
        if (isBroken || code !== 0) {
          reject(new Error(`it ended with ${code ?? signal ?? ''}: ${said.slice(-2_000)}`));
        } else resolve(said.includes('"success":false') ? 'refused' : 'accepted');
      });
      child.stdin.end(input);
    }),
};
