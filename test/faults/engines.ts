import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { FailedBody, LaunchArguments, ReportBody } from '../../src/adapter/protocol';
import type { LeakReport } from '../../src/core/report/report';
import { AdapterClient, adapterFile } from '../adapter/adapterClient';
import { cliFile } from '../cli/runCli';
import type { Moment } from './phases';

/** How a run ended, as its user learns of it. */
export type Ending =
  | { readonly kind: 'report'; readonly report: LeakReport }
  | { readonly kind: 'error'; readonly message: string }
  /** Not a word, as the engine itself was killed. */
  | { readonly kind: 'silence' };

/** A process of Leak Loop's that measures. */
export interface Engine {
  readonly process: ChildProcess;
  /** Resolves when the run comes to the moment; rejects where it ends before. */
  readonly moment: Promise<void>;
  readonly ended: Promise<Ending>;
  readonly exited: Promise<unknown>;
  /** Where it holds a program, that is let go. */
  letGo(): Promise<unknown>;
}

export interface EngineOptions {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly program: string;
}

const tellMoment = join(process.cwd(), 'test/fixtures/faults/tellMoment.cjs');

/** The command line. @param target `['run']`, or how a process is joined */
export function startCli(
  { folder, env, program }: EngineOptions,
  port: number | undefined,
  moment: Moment | undefined,
): Engine {
  const json = join(folder, 'report.json');
  const target =
    port === undefined
      ? ['run', `${program}#tick`]
      : ['attach', `${port}`, '--function', `${program}#tick`];
  const limits = ['--args', '[i]', '--max-calls', '255', '--call-timeout', '1'];
  const loading = port === undefined ? ['--load-timeout', '5'] : [];
  const probe = moment === undefined ? [] : ['--require', tellMoment];
  const child = spawn(
    process.execPath,
    [...probe, cliFile, ...target, ...limits, ...loading, '--json', json],
    {
      env: { ...process.env, ...env, FORCE_COLOR: '', FAULT_MOMENT: JSON.stringify(moment) },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    },
  );
  let message = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (message += text));
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code) => {
      if (code === null) resolve({ kind: 'silence' });
      else if (message !== '') resolve({ kind: 'error', message });
      else
        resolve({ kind: 'report', report: JSON.parse(readFileSync(json, 'utf8')) as LeakReport });
    });
  });
  return {
    process: child,
    moment: toldBy(child, ended),
    ended,
    exited: ended,
    letGo: () => Promise.resolve(),
  };
}

function toldBy(child: ChildProcess, ended: Promise<Ending>): Promise<void> {
  return new Promise((resolve, reject) => {
    (child.stdio[3] as Duplex).once('data', () => resolve());
    void ended.then((ending) =>
      reject(new Error(`it ended before: ${JSON.stringify(ending).slice(0, 500)}`)),
    );
  });
}

/** The debug adapter, which keeps the program of a leak; its moment is when that is held. */
export function startAdapterThatHolds({ env, program }: EngineOptions): Engine {
  const child = spawn(process.execPath, [adapterFile], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const client = new AdapterClient(child);
  const begin = async (): Promise<void> => {
    await client.initializeRequest({ adapterID: 'leak-loop', pathFormat: 'path' });
    const limits = { maxCalls: 255, callTimeout: 1 };
    const call = { program, function: 'tick', callArguments: '[i]', inspect: true };
    const args: LaunchArguments = { ...call, ...limits };
    await client.launchRequest(args);
    await client.configurationDoneRequest();
    await client.event('stopped');
  };
  const terminated = client.event('terminated').then(
    () => endingOf(client),
    (): Ending => ({ kind: 'silence' }),
  );
  return {
    process: child,
    moment: begin(),
    ended: terminated,
    // An adapter waits for its client to disconnect.
    exited: terminated.then(() => {
      child.stdin.end();
      return client.exit;
    }),
    letGo: () => client.continueRequest({ threadId: 1 }).catch(() => undefined),
  };
}

function endingOf(client: AdapterClient): Ending {
  const bodyOf = (name: string): unknown => client.events.find(({ event }) => event === name)?.body;
  const failed = bodyOf('leakLoop.failed') as FailedBody | undefined;
  if (failed !== undefined) return { kind: 'error', message: `leak-loop: ${failed.message}` };
  const done = bodyOf('leakLoop.report') as ReportBody | undefined;
  return done === undefined ? { kind: 'silence' } : { kind: 'report', report: done.report };
}
