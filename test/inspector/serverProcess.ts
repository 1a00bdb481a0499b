import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

export const serverFile = join(process.cwd(), 'test/fixtures/attach/server.mjs');

export interface ServerProcess {
  readonly pid: number;
  /** The answer to a request. */
  readonly ask: (path: string) => Promise<unknown>;
  /** What its standard error has said so far. */
  readonly errors: () => string;
  /** `ws://…` of its inspector, once that listens. */
  readonly inspectorUrl: Promise<string>;
  readonly inspectorPort: Promise<number>;
}

/** A server in a process of its own, which nobody of Leak Loop started; it ends with the test. */
export async function startServer(
  t: TestContext,
  node: string = process.execPath,
  nodeArgs: readonly string[] = [],
): Promise<ServerProcess> {
  const child = spawn(node, [...nodeArgs, serverFile], { stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = new Promise((resolve) => child.once('close', resolve));
  t.after(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  let errors = '';
  const inspectorUrl = new Promise<string>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
      const url = /Debugger listening on (ws:\S+)\n/.exec(errors)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const port = await new Promise<string>((resolve, reject) => {
    child.once('close', () => reject(new Error(`the server ended: ${errors}`)));
    child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(/\d+/.exec(text)![0]));
  });
  return {
    pid: child.pid!,
    ask: async (path) => (await fetch(`http://127.0.0.1:${port}${path}`)).json(),
    errors: () => errors,
    inspectorUrl,
    inspectorPort: inspectorUrl.then((url) => Number(new URL(url).port)),
  };
}

/** Requests one after the other until it is disposed of, as a server in use has them. */
export function load(
  { ask }: ServerProcess,
  path = '/',
): AsyncDisposable & { readonly answered: () => number } {
  const over = new AbortController();
  let answered = 0;
  const work = (async () => {
    while (!over.signal.aborted) {
      await ask(path);
      answered++;
    }
  })();
  return {
    answered: () => answered,
    async [Symbol.asyncDispose]() {
      over.abort();
      await work;
    },
  };
}
