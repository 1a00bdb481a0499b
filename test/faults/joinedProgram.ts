import { spawn } from 'node:child_process';
import { InspectorClient } from '../../src/inspector/protocol/inspectorClient';
import { findInspector } from '../../src/inspector/protocol/findInspector';

/** A program that nobody of Leak Loop started, with an inspector that listens. */
export interface JoinedProgram extends AsyncDisposable {
  readonly pid: number;
  readonly inspectorPort: number;
  /** What it sees of a measurement, from within; undefined where it does not answer any more. */
  readonly state: () => Promise<ProgramState | undefined>;
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

async function isSampled(port: number, signal: AbortSignal): Promise<boolean | undefined> {
  const found = await findInspector({ kind: 'port', port }, signal).catch(() => undefined);
  if (found === undefined) return undefined;
  const lost = (): Promise<Error> => Promise.resolve(new Error('it ended'));
  await using client = await InspectorClient.connect(found.url, signal, lost);
  return await client.send('HeapProfiler.getSamplingProfile').then(
    () => true,
    () => false,
  );
}
