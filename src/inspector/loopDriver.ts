import type { InspectorClient } from './inspectorClient';
import driverSource from './driver.target.js';
import { callOn, evaluate, valueOf, type RemoteObject } from './remoteObject';

export interface BatchRun {
  /** Calls made: fewer than asked for when the time ran out. */
  readonly calls: number;
  readonly millis: number;
}

/** Bytes, as `process.memoryUsage()` gives them. */
export interface MemoryReading {
  readonly heapUsed: number;
  readonly external: number;
  readonly arrayBuffers: number;
  readonly rss: number;
}

export interface DriverStatus {
  /** Calls that came back so far, whether they returned or threw. */
  readonly settled: number;
  readonly thrown: number;
  readonly firstThrown?: { readonly message: string; readonly stack: string };
}

/** The part of Leak Loop that lives in the target and makes the calls. */
export class LoopDriver {
  constructor(
    private readonly client: InspectorClient,
    private readonly driver: RemoteObject,
    /** Tells our script in stacks. */
    readonly scriptId: string,
  ) {}

  async aim(
    fn: RemoteObject,
    receiver: RemoteObject | undefined,
    argsOf: RemoteObject | undefined,
  ): Promise<void> {
    const none = { value: undefined };
    await valueOf(
      this.client,
      this.driver,
      'function (fn, self, args) { this.aim(fn, self, args) }',
      [fn, receiver ?? none, argsOf ?? none],
    );
  }

  run(calls: number, millis: number): Promise<BatchRun> {
    return this.#call('function (calls, millis) { return this.run(calls, millis) }', calls, millis);
  }

  async stop(): Promise<void> {
    await this.#call('function () { this.stop() }');
  }

  /** @param millis how long to wait after the turns, 0 for not at all */
  async turn(turns: number, millis: number): Promise<void> {
    await this.#call('function (turns, millis) { return this.turn(turns, millis) }', turns, millis);
  }

  memory(): Promise<MemoryReading> {
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
      this.driver,
      declaration,
      values.map((value) => ({ value })),
    );
  }
}

/** Must happen before the program runs, so that the driver holds the intrinsics as they were. */
export async function createDriver(client: InspectorClient): Promise<LoopDriver> {
  const { scriptId } = await client.send('Runtime.compileScript', {
    expression: driverSource,
    sourceURL: 'leak-loop:driver',
    persistScript: true,
  });
  const { result: factory } = await client.send('Runtime.runScript', {
    scriptId: scriptId!,
    includeCommandLineAPI: true,
  });
  const require = await evaluate(client, 'require');
  const driver = await callOn(
    client,
    { objectId: factory.objectId! },
    'function (require) { return this(require) }',
    [{ objectId: require.objectId! }],
  );
  return new LoopDriver(client, { objectId: driver.objectId! }, scriptId!);
}
