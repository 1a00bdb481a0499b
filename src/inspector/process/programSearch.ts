import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../errors';
import { chooseMember, describeThread } from './chooseMember';
import { describeLaunched } from './describeLaunched';
import { InspectorClient } from '../protocol/inspectorClient';
import { letGoAtExit } from '../protocol/letGoAtExit';
import { defaultLoadTimeoutMillis } from './loadProgram';
import { Member } from './member';
import type { RemoteObject } from '../protocol/remoteObject';
import type { AnnouncedProcess, RunnerProcess } from './runnerProcess';
import { byStart, followWorkers, mainThread, type Thread } from './thread';
import type { SoughtFunction } from './threadSearch';
import { option, said, type Sentence } from '../../core/report/sentence';

export interface ProgramSought extends SoughtFunction {
  readonly command: readonly [string, ...string[]];
  readonly member?: number;
  readonly loadTimeoutMillis?: number;
  onWaiting?(what: Sentence): void;
}

export interface FoundMember {
  readonly thread: Thread;
  /** The file that runs: the source, or what it was compiled to. */
  readonly file: string;
  /** Tells whether the thread asked to end, and was kept. */
  readonly preload: RemoteObject;
}

/** A thread in which the function lives, and the file that runs in it. */
interface FunctionHolder {
  readonly member: Member;
  readonly thread: Thread;
  readonly file: string;
}

/** A pool's members are started one after the other: who else has the function shows within this time. */
const quietMillis = 500;
/** Where a thread is so busy that it was not looked into yet, this is what it gets. */
const mostQuietMillis = 5_000;
/** Between looks at threads that have loaded the file, and have not made the function yet. */
const lookEveryMillis = 200;

/** Looks for a function in all threads of all processes of a program, as they come and go. */
export class ProgramSearch {
  /** In the order in which they were started. */
  readonly #members: Member[] = [];
  #lastNews = performance.now();
  /** Why a process could not be looked into, the first of all. */
  #failure: unknown;
  #ended: UserError | undefined;
  /** Of a thread that had loaded the file, and ended. */
  #lastProblem: UserError | undefined;
  #wake: () => void = () => undefined;

  constructor(
    private readonly child: RunnerProcess,
    private readonly sought: ProgramSought,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws UserError where it is found nowhere, or in several threads */
  async find(): Promise<FoundMember> {
    this.#listen();
    const { loadTimeoutMillis = defaultLoadTimeoutMillis } = this.sought;
    const end = performance.now() + loadTimeoutMillis;
    for (;;) {
      this.signal.throwIfAborted();
      const found = this.#decide();
      if (found !== undefined) return this.#settleOn(found);
      if (this.#ended !== undefined && this.#members.length === 0) {
        throw this.#lastProblem ?? this.#ended;
      }
      if (this.#members.length === 0 && isTooOld(this.#failure)) throw this.#failure;
      if (performance.now() > end) throw this.#notInTime(loadTimeoutMillis / 1_000);
      this.sought.onWaiting?.(this.#waitingFor());
      for (const member of this.#members) member.lookAgain();
      await this.#news();
    }
  }

  #listen(): void {
    this.signal.addEventListener('abort', () => this.#wake(), { once: true });
    this.child.onAnnounced((announced) => {
      this.#join(announced).catch((error: unknown) => {
        this.#failure ??= error; // a process that ended at once, most likely
        this.#wake();
      });
    });
    this.child.ended
      .then((how) => {
        this.#ended = this.#endedBefore(how);
      })
      .catch((error: unknown) => {
        this.#ended = error as UserError; // the command is missing
      })
      .finally(() => this.#wake());
  }

  async #join({ url, pid }: AnnouncedProcess): Promise<void> {
    const { child, signal, sought } = this;
    const client = await InspectorClient.connect(url, signal, () =>
      Promise.resolve(endedMeanwhile(pid, child.output.lines())),
    );
    await letGoAtExit(client);
    await client.send('Runtime.enable');
    const description = await describeLaunched(client, sought.command[0], pid);
    const main = await mainThread(client, description);
    this.#add(main);
    await followWorkers(main, (worker) => this.#add(worker));
  }

  #add(thread: Thread): void {
    const member = new Member(thread, this.sought, () => {
      this.#lastNews = performance.now();
      this.#wake();
    });
    this.#members.push(member);
    this.#members.sort((some, other) => byStart(some.thread, other.thread));
    this.#lastNews = performance.now();
    thread.client.gone.addEventListener('abort', () => {
      this.#members.splice(this.#members.indexOf(member), 1);
      const { sight } = member;
      if (sight.kind === 'loaded') this.#lastProblem = sight.error;
      if (sight.kind === 'alive') this.#lastProblem = this.#endedWithIt(thread);
      this.#wake();
    });
    member.open().catch((error: unknown) => {
      this.#failure ??= error;
    });
  }

  /** Undefined as long as there may be something new. */
  #decide(): FunctionHolder | undefined {
    const isUnsure = this.#members.some(({ isUnseen }) => isUnseen);
    const patience = isUnsure ? mostQuietMillis : quietMillis;
    if (performance.now() - this.#lastNews < patience) return undefined;
    const holders = this.#members.flatMap((member) =>
      member.sight.kind === 'alive' ? [{ member, thread: member.thread, ...member.sight }] : [],
    );
    const [first, ...others] = holders;
    if (first !== undefined) {
      return chooseMember([first, ...others], this.sought.member);
    }
    const final = this.#members.find(({ sight }) => sight.kind === 'loaded' && sight.isFinal);
    if (final?.sight.kind === 'loaded') throw final.sight.error;
    return undefined;
  }

  /** Why the function is not alive where the file is loaded. */
  #problem(): UserError | undefined {
    return this.#members
      .flatMap(({ sight }) => (sight.kind === 'loaded' ? [sight.error] : []))
      .at(0);
  }

  /** What else the program does is left to itself, except that nothing of it ends. */
  async #settleOn({ member: found, thread, file }: FunctionHolder): Promise<FoundMember> {
    const { pid } = thread.description;
    for (const member of this.#members.filter((each) => each !== found)) {
      const { client, description } = member.thread;
      const carries = description.pid === pid && !member.isWorker;
      if (carries) await member.keep();
      else void this.#leave(member).catch(() => client[Symbol.asyncDispose]()); // it went first
    }
    return { thread, file, preload: await found.keep() };
  }

  /** Not waited for: it may be at work, and answer late. */
  async #leave(member: Member): Promise<void> {
    await member.keep();
    await member.thread.client[Symbol.asyncDispose]();
  }

  /** Until something happens, or those that have loaded the file are worth another look. */
  async #news(): Promise<void> {
    const over = new AbortController();
    const happened = new Promise<void>((resolve) => (this.#wake = resolve));
    const patience = delay(lookEveryMillis, undefined, { signal: over.signal });
    patience.catch(() => undefined); // something happened before
    await Promise.race([happened, patience]);
    over.abort();
  }

  #waitingFor(): Sentence {
    const file = basename(this.sought.file);
    const isLoaded = this.#problem() !== undefined;
    return isLoaded
      ? said`${file} is loaded · waiting for the function to be made`
      : said`Waiting for ${file} to be loaded · ${this.#running()}`;
  }

  /** `2 processes, 3 workers` */
  #running(): Sentence {
    const workers = this.#members.filter(({ isWorker }) => isWorker).length;
    const count = this.#members.length - workers;
    const processes = count === 1 ? said`1 process` : said`${count} processes`;
    if (workers === 0) return processes;
    return workers === 1 ? said`${processes}, 1 worker` : said`${processes}, ${workers} workers`;
  }

  #endedBefore(how: Sentence): UserError {
    const { command, file } = this.sought;
    return new UserError(
      'not-loaded',
      said`${command.join(' ')} ${how} before ${file} was seen to be loaded. Check the path of the file and what the program does; one that fails is not kept.`,
      { stderr: this.child.output.lines() },
    );
  }

  /** What keeps a thread does so once, and only one that has not failed. */
  #endedWithIt(thread: Thread): UserError {
    const { command, file } = this.sought;
    return new UserError(
      'target-exited',
      said`${command.join(' ')}: ${describeThread(thread)} ended when the function of ${basename(file)} was alive there. See what was printed last; look for an error, process.exit(), and for what else in the program ends it.`,
      { stderr: this.child.output.lines() },
    );
  }

  #notInTime(seconds: number): UserError {
    const problem = this.#problem();
    if (problem !== undefined) return problem;
    const { command, file } = this.sought;
    const running = this.#members.map(({ thread }) => describeThread(thread));
    const where =
      running.length === 0
        ? said`no Node process is running`
        : said`there are ${running.reduce((sum, each) => said`${sum}, ${each}`)}`;
    return new UserError(
      'not-loaded',
      said`${command.join(' ')} has not loaded ${file} within ${String(seconds)} s: ${where}. Check the path; if the file is loaded on demand, let the program do what needs it while Leak Loop waits (longer with ${option('--load-timeout')}).`,
      { stderr: this.child.output.lines(), cause: this.#failure },
    );
  }
}

/** Of a program that runs on such a Node alone nothing can come any more. */
function isTooOld(error: unknown): error is UserError {
  return error instanceof UserError && error.code === 'node-too-old';
}

function endedMeanwhile(pid: number, stderr: readonly string[]): UserError {
  return new UserError(
    'target-exited',
    said`Process ${String(pid)} ended while it was being measured. See what was printed last; look for process.exit(), and for what else in the program ends it.`,
    { stderr },
  );
}
