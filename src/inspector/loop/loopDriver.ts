import { setTimeout as delay } from 'node:timers/promises';
import consumerSource from './consumer.target.js';
import type { InspectorClient } from '../protocol/inspectorClient';
import driverSource from './driver.target.js';
import flagsSource from './flags.target.js';
import { awaitedValueOf, instantiate, valueOf, type RemoteObject } from '../protocol/remoteObject';

/** Work that is asked for once in this time is done, however long it takes. */
const mostMillisHeld = 2_000;
/** Milliseconds between looks, and how many: a turn of a busy event loop takes seconds. */
const lookEvery = 5;
const mostLooks = 2_000;

/** What one call is; `argsOf` is a function from the call's number to its array of arguments. */
export interface CallTarget {
  readonly fn: RemoteObject;
  /** Whether it is called with `new`. */
  readonly constructs?: boolean;
  readonly receiver?: RemoteObject;
  /** In place of the receiver, what returns it: nothing but this has it where an expression has made it. */
  readonly receiverFrom?: RemoteObject;
  readonly argsOf?: RemoteObject;
  /** Whether an iterator or stream that it returns is used up; so it is unless this is false. */
  readonly drains?: boolean;
  /** Where a callback is passed, so that the call lasts until that is called: at a position, or where the arguments have it. */
  readonly callbackAt?: number | 'in arguments';
}

export interface BatchRun {
  /** Calls made: fewer than asked for when the time ran out. */
  readonly calls: number;
  readonly millis: number;
  /** The median duration of a call, from up to 64 calls that are spread over the batch. */
  readonly medianMillis: number;
  /** Of the same calls, what the quickest eighth took at most: a busy machine hardly shows in it. */
  readonly quickMillis: number;
}

/** Bytes, as the process itself knows them. */
export interface OwnMemory {
  readonly heapUsed: number;
  /** What V8's heap has in memory, garbage included. */
  readonly heapResident: number;
  readonly external: number;
  readonly arrayBuffers: number;
  readonly rss: number;
}

export interface DriverStatus {
  /** Calls that came back so far, whether they returned or threw. */
  readonly settled: number;
  readonly thrown: number;
  readonly firstThrown?: { readonly message: string; readonly stack: string };
  /** What the call at hand has yet to come to the end of. */
  readonly waitsFor?: 'iterator' | 'stream' | 'callback';
  /** Why something that a call returned was not used up: it has no end, or its user has to write to it. */
  readonly left?: 'endless' | 'duplex';
}

/**
 * When a call's arguments are the very same values: `always` (or there are none), `by number` for the
 * same call's number, or `never`, as where the expression makes an object.
 */
export type ArgumentsRepeat = 'always' | 'by number' | 'never';

/** The part of Leak Loop that lives in the target and makes the calls. */
export class LoopDriver {
  #aimed: CallTarget | undefined;
  #isRunning = false;

  constructor(
    private readonly client: InspectorClient,
    /** Our script in the target. */
    readonly handle: RemoteObject,
    /** Tells our script in stacks. */
    readonly scriptId: string,
  ) {}

  /** Sets what one call is; calls of another function before are not counted. */
  async aim(call: CallTarget): Promise<void> {
    this.#aimed = call;
    await this.#call('function () { this.beginAnew() }');
    await this.resume();
  }

  /** What is called; undefined before it is known. */
  get aimedAt(): RemoteObject | undefined {
    return this.#aimed?.fn;
  }

  /** Lets go of the function, so that a snapshot does not show it held by us; until {@link resume}. */
  async rest(): Promise<void> {
    await this.#call('function () { this.release() }');
  }

  async resume(): Promise<void> {
    if (this.#aimed === undefined) throw new Error('the driver has no function to call yet');
    const { fn, receiver, receiverFrom, argsOf } = this.#aimed;
    const { constructs = false, drains = true, callbackAt } = this.#aimed;
    const none = { value: undefined };
    const position = callbackAt === 'in arguments' ? -1 : callbackAt;
    await valueOf(
      this.client,
      this.handle,
      'function (fn, self, from, args, how) { this.aim(fn, from ? from() : self, args, how) }',
      [
        fn,
        receiver ?? none,
        receiverFrom ?? none,
        argsOf ?? none,
        { value: { constructs, drains: drains && !constructs, callbackAt: position } },
      ],
    );
  }

  /** @param lateMillis how long late work gets after the calls, see {@link turn} */
  async run(calls: number, millis: number, lateMillis = 0): Promise<BatchRun> {
    this.#isRunning = true;
    const run = await awaitedValueOf<BatchRun>(
      this.client,
      this.handle,
      'function (calls, millis, lateMillis) { return this.run(calls, millis, lateMillis) }',
      [{ value: calls }, { value: millis }, { value: lateMillis }],
    );
    this.#isRunning = false;
    return run;
  }

  /** Whether a batch has not come back: it goes on, or nobody was there any more to be told. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** The next calls get the arguments of the last `calls` ones again. */
  async goBack(calls: number): Promise<void> {
    await this.#call('function (calls) { this.goBack(calls) }', calls);
  }

  argumentsRepeat(): Promise<ArgumentsRepeat> {
    return this.#call('function () { return this.argumentsRepeat() }');
  }

  /** For a process that has other work to do: batches let the event loop turn every so many milliseconds. */
  async share(millis: number): Promise<void> {
    await this.#call('function (millis) { this.share(millis) }', millis);
  }

  async stop(): Promise<void> {
    await this.#call('function () { this.stop() }');
  }

  /** @param millis how long it takes at least */
  async turn(turns: number, millis: number): Promise<void> {
    await awaitedValueOf(
      this.client,
      this.handle,
      'function (turns, millis) { return this.turn(turns, millis) }',
      [{ value: turns }, { value: millis }],
    );
  }

  /**
   * Runs `work` while nothing of the program does: in the middle of a timer's callback, Node itself and
   * V8 hold what is at work, and a list of timers is not whole.
   */
  async whileHeld<T>(work: () => Promise<T>): Promise<T> {
    await this.#call('function (millis) { this.hold(millis) }', mostMillisHeld);
    for (let look = 0; look < mostLooks && !(await this.#isHeld()); look++) await delay(lookEvery);
    try {
      return await work();
    } finally {
      if (!this.client.gone.aborted) await this.#call('function () { this.letGo() }');
    }
  }

  /** V8's flags as a measurement needs them: for code that is compiled from now on. */
  async setFlags(): Promise<void> {
    await this.#call('function () { this.setFlags() }');
  }

  /** Whether V8 may give objects that survive a collection another place in the heap, as it does. */
  async moveSurvivors(move: boolean): Promise<void> {
    await this.#call('function (move) { this.moveSurvivors(move) }', move);
  }

  #isHeld(): Promise<boolean> {
    return this.#call('function () { return this.isHeld() }');
  }

  memory(): Promise<OwnMemory> {
    return this.#call('function () { return this.memory() }');
  }

  status(): Promise<DriverStatus> {
    return this.#call('function () { return this.status() }');
  }

  activeResources(): Promise<Readonly<Record<string, number>>> {
    return this.#call('function () { return this.activeResources() }');
  }

  #call<T>(declaration: string, ...values: readonly unknown[]): Promise<T> {
    return valueOf<T>(
      this.client,
      this.handle,
      declaration,
      values.map((value) => ({ value })),
    );
  }
}

/** Must happen before the program runs, so that the driver holds the intrinsics as they were. */
export async function createDriver(client: InspectorClient): Promise<LoopDriver> {
  const consumer = await instantiate(client, 'consumer', consumerSource);
  const flags = await instantiate(client, 'flags', flagsSource);
  const driver = await instantiate(client, 'driver', driverSource, [consumer, flags]);
  return new LoopDriver(client, driver, driver.scriptId);
}
