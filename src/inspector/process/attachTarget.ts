import type { TargetDescription } from '../../core/report/report';
import { UserError } from '../../errors';
import { assembleTarget } from './assembleTarget';
import { busy, patienceMillis, turns } from './busyThread';
import { threadAsSubject } from './chooseMember';
import {
  findInspector,
  type FoundInspector,
  type InspectorAddress,
} from '../protocol/findInspector';
import { InspectorClient } from '../protocol/inspectorClient';
import { letGoAtExit } from '../protocol/letGoAtExit';
import { joinedHarness } from './joinedHarness';
import { leaveOptimizedCode } from '../loop/leaveOptimizedCode';
import { Loan } from './loan';
import { PauseWatch, type OwnConnection, type PauseObserver } from './pauseWatch';
import type { Target } from './target';
import { mainThread, workerOf, type Thread } from './thread';
import { said, type Sentence } from '../../core/report/sentence';

/** How long an end may take to be orderly. */
const farewellMillis = 1_000;

/** Which process to join. */
export interface Attachment {
  readonly address: InspectorAddress;
  /** Whether a debugger is attached to it already. */
  readonly isDebugged?: boolean;
  /** Told where the process is stopped by a debugger of somebody else's, which is waited for. */
  readonly pauseObserver: PauseObserver;
}

/** A process that runs already, to which a connection stands; nothing is changed in it yet. */
export interface JoinedProcess extends AsyncDisposable {
  readonly main: Thread;
  /** Whether a debugger has stopped one of its threads. */
  pausesOf(thread: Thread): PauseWatch;
  /** Whether its inspector listens only because we asked it to. */
  readonly closesInspector: boolean;
}

/**
 * Connects to a running Node process. Disposing of it closes the connection, and the inspector where it
 * was opened for us.
 *
 * @throws UserError `inspector-unavailable`, `not-node`, `wrong-process`, `node-too-old`
 */
export async function joinProcess(
  { address, isDebugged = false, pauseObserver }: Attachment,
  signal: AbortSignal,
): Promise<JoinedProcess> {
  const found = await findInspector(address, signal);
  const client = await InspectorClient.connect(found.url, signal, () =>
    Promise.resolve(connectionEnded()),
  );
  try {
    const description = await describe(client, found, isDebugged);
    const watches = new Map<number | undefined, PauseWatch>();
    const pausesOf = (worker: TargetDescription['worker']): PauseWatch => {
      const watch =
        watches.get(worker?.id) ??
        new PauseWatch(() => connectBeside(found.url, worker, signal), pauseObserver);
      watches.set(worker?.id, watch);
      return watch;
    };
    await letGoAtExit(client);
    await pausesOf(undefined).untilRunning(client);
    await client.send('Runtime.enable');
    return {
      main: await mainThread(client, description),
      pausesOf: (thread) => pausesOf(thread.description.worker),
      closesInspector: found.wasOpened,
      [Symbol.asyncDispose]: async () => {
        for (const each of watches.values()) await each[Symbol.asyncDispose]();
        await leave(client, found.wasOpened);
      },
    };
  } catch (error) {
    await client[Symbol.asyncDispose]();
    throw error;
  }
}

/** @param worker absent: the main thread */
async function connectBeside(
  url: string,
  worker: TargetDescription['worker'],
  signal: AbortSignal,
): Promise<OwnConnection> {
  const client = await InspectorClient.connect(url, signal, () =>
    Promise.resolve(connectionEnded()),
  );
  await letGoAtExit(client);
  const own = worker === undefined ? client : await workerBeside(client, worker.id);
  return { client: own, [Symbol.asyncDispose]: () => client[Symbol.asyncDispose]() };
}

async function workerBeside(client: InspectorClient, id: number): Promise<InspectorClient> {
  const sessions: string[] = [];
  client.on('NodeWorker.attachedToWorker', ({ sessionId, workerInfo }) => {
    if (workerOf(workerInfo).id === id) sessions.push(sessionId);
  });
  await client.send('NodeWorker.enable', { waitForDebuggerOnStart: false });
  const [session] = sessions;
  if (session === undefined) throw connectionEnded();
  return client.worker(session);
}

/**
 * Joins one thread of a running process, whose other work goes on. Disposing of the target leaves it as it
 * was: calls end, watched objects, flags of V8 and breakpoints are put back and handles released. Should we
 * be killed, V8 ends what belongs to our connection at once, and the thread puts back the rest by itself
 * after two minutes. The connection to the process stays.
 *
 * @throws UserError `busy` where another run measures in this thread
 */
export async function attachTarget(
  thread: Thread,
  pauses: PauseWatch | undefined,
): Promise<Target> {
  const { client, description } = thread;
  const harness = await joinedHarness(client);
  const loan = new Loan(client);
  const target = await assembleTarget(client, {
    description,
    harness,
    recentErrors: () => [],
    ...(pauses === undefined ? {} : { pauses }),
    lend: (changed) => loan.add(changed),
    dispose: () => loan.end(),
  });
  try {
    await loan.begin(target, threadAsSubject(thread));
    // What was optimised before allocates neighbours in one go, and only the first of them is sampled.
    await leaveOptimizedCode(client);
    return target;
  } catch (error) {
    await loan.end();
    throw error;
  }
}

/** @throws UserError where something else answers than what was asked for */
async function describe(
  client: InspectorClient,
  { pid, url }: FoundInspector,
  isDebugged: boolean,
): Promise<TargetDescription> {
  const expression = `typeof process === 'object' && typeof Deno === 'undefined' && typeof Bun === 'undefined' ? process.pid + ' ' + process.version : ''`;
  const answer = await client.lastQuestion('Runtime.evaluate', { expression }, patienceMillis);
  client.gone.throwIfAborted();
  if (answer === undefined) throw busy(nameOf(pid), undefined);
  const [answering, nodeVersion] = String(answer.result.value).split(' v');
  if (nodeVersion === undefined) {
    throw new UserError(
      'not-node',
      said`What answers at ${url} is not Node.js. Leak Loop measures Node processes: give the port or pid of one.`,
    );
  }
  if (answering === 'undefined') throw notStarted(pid);
  if (pid !== undefined && Number(answering) !== pid) {
    throw new UserError(
      'wrong-process',
      said`Process ${answering!} answers where process ${String(pid)} should: the port of its inspector was taken. Give the port of process ${String(pid)}, or start it with --inspect=0 and give the port that it prints.`,
    );
  }
  if (Number.parseInt(nodeVersion, 10) < 18) {
    throw new UserError(
      'node-too-old',
      said`Process ${answering!} is Node ${nodeVersion}; Leak Loop needs Node 18 or newer. Run the program with a newer one.`,
    );
  }
  return {
    kind: isDebugged ? 'session' : 'attach',
    nodeVersion,
    pid: Number(answering),
    debuggerAttached: isDebugged,
  };
}

async function leave(client: InspectorClient, closesInspector: boolean): Promise<void> {
  if (closesInspector) {
    // In a turn of its own, as it ends this connection as well: then it is closed for sure. Where none comes
    // it is closed at once: later somebody else may have opened it.
    const isTurning = await turns(client, farewellMillis);
    const expression = isTurning
      ? `void setTimeout(require('node:inspector').close)`
      : `require('node:inspector').close()`;
    const params = { expression, includeCommandLineAPI: true };
    const closed = client.disconnected(farewellMillis);
    await client.farewell('Runtime.evaluate', params, farewellMillis);
    await closed;
  }
  await client[Symbol.asyncDispose]();
}

/** Before Node has started, a process does not know its own pid, and there is nothing to join. */
function notStarted(pid: number | undefined): UserError {
  return new UserError(
    'not-loaded',
    said`${nameOf(pid)} waits for a debugger before it loads anything (--inspect-brk, --inspect-wait). Let a debugger continue it, or start it with --inspect.`,
  );
}

function nameOf(pid: number | undefined): Sentence {
  return pid === undefined ? said`The process` : said`Process ${String(pid)}`;
}

function connectionEnded(): UserError {
  return new UserError(
    'connection-lost',
    said`The connection to the process was lost: it ended, or closed its inspector. Start it again and attach anew.`,
  );
}
