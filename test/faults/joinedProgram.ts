import { spawn } from 'node:child_process';
import { InspectorClient } from '../../src/inspector/protocol/inspectorClient';
import { findInspector } from '../../src/inspector/protocol/findInspector';

/** A program that nobody of Leak Loop started, with an inspector that listens. */
export interface JoinedProgram extends AsyncDisposable {
  readonly pid: number;
  readonly inspectorPort: number;
  /** What it sees of a measurement, from within; undefined where it does not answer any more. */
  readonly state: () => Promise<ProgramState | undefined>;
  /**
   * Where whoever measured it was killed, the time until it puts everything back by itself is over now; resolves
   * when it has.
   */
  readonly endLoan: () => Promise<void>;
}

/** Its own view, and whether V8 still samples, which is of no use to anybody. */
export interface ProgramState {
  readonly own: object;
  readonly isSampled: boolean | undefined;
}

export async function startProgram(
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<JoinedProgram> {
  const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', file, 'serve'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
  const closed = new Promise((resolve) => child.once('close', resolve));
  const portIn = (stream: NodeJS.ReadableStream, words: RegExp): Promise<number> =>
    new Promise((resolve) => {
      let text = '';
      stream.on('data', (piece: Buffer) => {
        text += piece.toString();
        const port = words.exec(text)?.[1];
        if (port !== undefined) resolve(Number(port));
      });
    });
  const [inspectorPort, port] = await Promise.all([
    portIn(child.stderr, /Debugger listening on ws:\/\/[^:]*:(\d+)/),
    portIn(child.stdout, /serves at (\d+)/),
  ]);
  return {
    pid: child.pid!,
    inspectorPort,
    state: () => stateOf(port, inspectorPort),
    endLoan: () =>
      endLoan(inspectorPort).catch((error: unknown) => {
        const how = String(child.signalCode ?? child.exitCode ?? 'still running');
        throw new Error(`the program does not answer (${how}): ${errors}`, { cause: error });
      }),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

async function stateOf(port: number, inspectorPort: number): Promise<ProgramState | undefined> {
  try {
    const signal = AbortSignal.timeout(3_000);
    const own = (await (await fetch(`http://127.0.0.1:${port}/`, { signal })).json()) as object;
    return { own, isSampled: await isSampled(inspectorPort, signal) };
  } catch {
    return undefined;
  }
}

/** As `loan.target.js` extends it, by a moment: its own timer does the rest. */
async function endLoan(port: number): Promise<void> {
  const signal = AbortSignal.timeout(10_000);
  await using client = await connect(port, signal);
  const expression = `new Promise((resolve) => {
    const name = Symbol.for('leak-loop.loan');
    globalThis[name]?.extend(1);
    (function look() {
      if (name in globalThis) setImmediate(look);
      else resolve();
    })();
  })`;
  await client.send('Runtime.evaluate', { expression, awaitPromise: true });
}

async function connect(port: number, signal: AbortSignal): Promise<InspectorClient> {
  const { url } = await findInspector({ kind: 'port', port }, signal);
  return InspectorClient.connect(url, signal, () => Promise.resolve(new Error('it ended')));
}

async function isSampled(port: number, signal: AbortSignal): Promise<boolean | undefined> {
  const connecting = connect(port, signal);
  if ((await connecting.catch(() => undefined)) === undefined) return undefined;
  await using client = await connecting;
  return await client.send('HeapProfiler.getSamplingProfile').then(
    () => true,
    () => false,
  );
}
