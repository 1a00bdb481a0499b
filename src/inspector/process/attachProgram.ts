import { basename } from 'node:path';
import { UserError } from '../../errors';
import { attachTarget, joinProcess, type Attachment, type JoinedProcess } from './attachTarget';
import { patienceMillis, untilTurning } from './busyThread';
import { chooseMember, threadAsSubject, type Holder } from './chooseMember';
import { checkLoopback } from '../protocol/loopback';
import { joinedHarness } from './joinedHarness';
import type { LoadedProgram } from './loadedProgram';
import { nodeChildren } from './nodeChildren';
import { byStart, followWorkers, type Thread } from './thread';
import { moduleOf, ThreadSearch, type SoughtFunction } from './threadSearch';
import { said, type Sentence } from '../../core/report/sentence';

/** The process must have loaded the file with the function, or what it was compiled to. */
export interface ProgramAttachment extends Attachment, SoughtFunction {
  /** Whether an inspector of another machine is spoken to. */
  readonly allowsRemote?: boolean;
  /** The `threadId` of the only worker thread that is meant; absent: any thread. */
  readonly worker?: number;
  /** Of several threads in which the function lives, counted from 1. */
  readonly member?: number;
}

/**
 * Joins the thread of a running process in which a function lives.
 *
 * @throws UserError `not-loaded`, `several-members`, `not-loopback` and those of {@link joinProcess}
 */
export async function attachProgram(
  attachment: ProgramAttachment,
  signal: AbortSignal,
): Promise<LoadedProgram> {
  const { address, usesExports, allowsRemote = false } = attachment;
  if (!allowsRemote) checkLoopback(address);
  const process = await joinProcess(attachment, signal);
  try {
    const { thread, file } = await threadWith(attachment, process);
    const { client } = thread;
    // First, as it may be waited for in vain: nothing is changed in the process yet.
    const namespace = await moduleOf(
      { client, harness: await joinedHarness(client) },
      file,
      usesExports,
    );
    const target = await attachTarget(thread, process.pausesOf(thread));
    return {
      target,
      namespace,
      file,
      warnings: [],
      [Symbol.asyncDispose]: async () => {
        await target[Symbol.asyncDispose]();
        await process[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await process[Symbol.asyncDispose]();
    throw error;
  }
}

interface Loaded {
  readonly search: ThreadSearch;
  readonly thread: Thread;
  /** The file that runs: the source, or what it was compiled to. */
  readonly file: string;
}

/** Only where several threads have loaded the file it matters which of them have the function. */
async function threadWith(attachment: ProgramAttachment, process: JoinedProcess): Promise<Loaded> {
  const threads = [process.main];
  await followWorkers(process.main, (worker) => threads.push(worker));
  const running = threads.slice().sort(byStart) as [Thread, ...Thread[]];
  const meant = meantOf(running, attachment.worker);
  const { loaded, busy } = await loadedIn(process, meant, attachment);
  const [first, ...others] = loaded;
  if (first === undefined) throw busy ?? (await notLoaded(meant, attachment));
  const chosen =
    others.length === 0 && attachment.member === undefined
      ? first
      : await memberOf([first, ...others], attachment.member);
  const unused = running.filter((each) => each !== chosen.thread && each !== process.main);
  for (const { client } of unused) await client[Symbol.asyncDispose]();
  return chosen;
}

/** @throws UserError `not-loaded` where the worker that is meant has ended */
function meantOf(
  threads: readonly [Thread, ...Thread[]],
  worker: number | undefined,
): readonly [Thread, ...Thread[]] {
  if (worker === undefined) return threads;
  const meant = threads.find(({ description }) => description.worker?.id === worker);
  if (meant !== undefined) return [meant];
  const { pid } = threads[0].description;
  throw new UserError(
    'not-loaded',
    said`Process ${String(pid)} has started no worker ${String(worker)}, or it has ended. Choose another one, or the process itself.`,
  );
}

/** Those that have loaded the file, and why one that has cannot be looked into further. */
async function loadedIn(
  process: JoinedProcess,
  threads: readonly Thread[],
  sought: SoughtFunction,
): Promise<{ readonly loaded: readonly Loaded[]; readonly busy?: UserError }> {
  const loaded: Loaded[] = [];
  let busy: UserError | undefined;
  for (const thread of await answering(threads)) {
    const search = new ThreadSearch(thread, sought);
    const file = await search.loadedFile();
    if (file === undefined) continue;
    try {
      await checkFree(process, thread);
      loaded.push({ search, thread, file });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      busy ??= error;
    }
  }
  return { loaded, ...(busy === undefined ? {} : { busy }) };
}

/** Without workers that wait in a blocking call, as those of a pool do that has no work for them. */
async function answering(threads: readonly Thread[]): Promise<readonly Thread[]> {
  const isAnswering = await Promise.all(threads.map(isEnabled));
  return threads.filter((_thread, index) => isAnswering[index] === true);
}

/** The main thread has answered before. */
async function isEnabled({ client, description: { worker } }: Thread): Promise<boolean> {
  return (
    worker === undefined || (await client.farewell('Runtime.enable', undefined, patienceMillis))
  );
}

/** @throws UserError `busy` */
async function checkFree(process: JoinedProcess, thread: Thread): Promise<void> {
  const pauses = process.pausesOf(thread);
  // A worker has breakpoints of its own; what was awaited in it would never come back.
  if (thread !== process.main) await pauses.untilRunning(thread.client);
  await untilTurning(thread.client, threadAsSubject(thread), pauses);
}

/** Where it is alive nowhere, whoever looks for it in the first will say why. */
async function memberOf(
  loaded: readonly [Loaded, ...Loaded[]],
  member: number | undefined,
): Promise<Loaded> {
  const holders: (Loaded & Holder)[] = [];
  for (const each of loaded) {
    const sight = await each.search.look();
    if (sight.kind === 'alive') holders.push({ ...each, name: sight.name });
  }
  const [first, ...others] = holders;
  return first === undefined ? loaded[0] : chooseMember([first, ...others], member);
}

async function notLoaded(
  threads: readonly [Thread, ...Thread[]],
  { file, allowsRemote }: ProgramAttachment,
): Promise<UserError> {
  const [{ description }] = threads;
  // A pid of another machine means nothing here.
  const children = allowsRemote === true ? [] : await nodeChildren(description.pid);
  const others = children.map((child) => `${String(child.pid)} (${basename(child.main)})`);
  const remedy =
    others.length === 0
      ? said`Check the path and the process`
      : said`Processes that it has started may have: attach to one of ${others.join(', ')} by its pid`;
  return new UserError(
    'not-loaded',
    said`${whoHasNot(threads, file)}. ${remedy}; if the file is loaded later, let the program do what needs it first.`,
  );
}

function whoHasNot(
  [first, ...{ length: workers }]: readonly [Thread, ...Thread[]],
  file: string,
): Sentence {
  const { description, main } = first;
  if (description.worker !== undefined)
    return said`${threadAsSubject(first)} has not loaded ${file}`;
  const who = `${String(description.pid)} (${main === '' ? 'node' : main})`;
  if (workers === 0) return said`Process ${who} has not loaded ${file}`;
  return workers === 1
    ? said`Process ${who} and its worker have not loaded ${file}`
    : said`Process ${who} and its ${workers} workers have not loaded ${file}`;
}
