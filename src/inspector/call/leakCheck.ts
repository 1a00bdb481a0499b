import type { Limits } from '../../diagnoseRequest';
import { UserError } from '../../errors';
import {
  describeLimit,
  isLimit,
  limitOptions,
  limitsFrom,
  type LimitName,
} from '../../limitOptions';
import leakCheckSource from './leakCheck.target.js';
import {
  awaitedValueOf,
  runOn,
  instantiate,
  TargetError,
  valueOf,
  type RemoteObject,
} from '../protocol/remoteObject';
import { firstFrame, placeText } from '../watch/stackText';
import type { Target } from '../process/target';
import { option, said, type Sentence } from '../../core/report/sentence';

type CheckPart = 'setup' | 'teardown' | 'options';

/** What a leak check's file exports besides its function. */
export class LeakCheck {
  private constructor(
    private readonly target: Target,
    private readonly handle: RemoteObject,
    /** Of the check, as the user knows it. */
    private readonly file: string,
  ) {}

  /** Known from the beginning: a process that is gone cannot be asked. */
  #hasTeardown = false;

  /**
   * Nothing of the check's own is called yet.
   *
   * @throws UserError `bad-check` where an export is not what it must be
   */
  static async open(target: Target, namespace: RemoteObject, file: string): Promise<LeakCheck> {
    const handle = await instantiate(target.client, 'leakCheck', leakCheckSource);
    await valueOf(target.client, handle, 'function (namespace) { this.open(namespace) }', [
      namespace,
    ]);
    const check = new LeakCheck(target, handle, file);
    await check.#mustBe('setup', 'function');
    check.#hasTeardown = await check.#mustBe('teardown', 'function');
    await check.#mustBe('options', 'object');
    return check;
  }

  /** @throws UserError `bad-check` for an option that there is not, and for a value out of range */
  async limits(): Promise<Partial<Limits>> {
    const options = await this.#read<readonly { readonly name: string; readonly value?: number }[]>(
      'function () { return this.options() }',
    );
    return limitsFrom(
      Object.fromEntries(options.map(({ name, value }) => [name, this.#checked(name, value)])),
    );
  }

  /** What `run` is called on: the object that it is exported in. */
  async receiver(fn: RemoteObject): Promise<RemoteObject | undefined> {
    return this.#handleTo('function (fn) { return this.receiver(fn) }', fn);
  }

  /**
   * Once, before anything is measured: what it makes is older than all that counts as growth.
   *
   * @returns what makes the arguments of a call; undefined where the check has no `setup`
   * @throws UserError `setup-failed`
   */
  async setUp(millis: number): Promise<RemoteObject | undefined> {
    if ((await this.#typeOf('setup')) === 'undefined') return undefined;
    try {
      await this.#inTime('function () { return this.setUp() }', millis);
    } catch (error) {
      const problem = problemOf(error, 'setup()', millis);
      if (problem === undefined) throw error;
      throw new UserError(
        'setup-failed',
        said`${problem}. See whether it works with plain node; what it needs can be given with ${option('--cwd')}, ${option('--env')} or ${option('--node-arg')}.`,
        { cause: error, stderr: this.target.recentErrors() },
      );
    }
    return this.#handleTo('function () { return this.argumentsOf() }');
  }

  /** @returns warnings: that a check cannot clean up after itself does not change what was measured */
  async tearDown(millis: number): Promise<readonly Sentence[]> {
    if (!this.#hasTeardown) return [];
    try {
      await this.#inTime('function () { return this.tearDown() }', millis);
      return [];
    } catch (error) {
      const problem = problemOf(error, 'teardown()', millis);
      return [
        problem === undefined
          ? said`teardown() was not called: the process had ended or no longer answered.`
          : said`${problem}.`,
      ];
    }
  }

  /** @returns whether it is there */
  async #mustBe(part: CheckPart, type: 'function' | 'object'): Promise<boolean> {
    const actual = await this.#typeOf(part);
    if (actual === type || actual === 'undefined') return actual === type;
    throw this.#bad(
      type === 'function'
        ? said`exports ${part} as ${actual}, and it must be a function`
        : said`exports ${part} as ${actual}, and it must be an object such as { maxCalls: 1000 }`,
    );
  }

  #checked(name: string, value: number | undefined): number {
    const option = Object.hasOwn(limitOptions, name) ? limitOptions[name as LimitName] : undefined;
    if (option === undefined) {
      throw this.#bad(
        said`has the option "${name}", which there is not: options are ${Object.keys(limitOptions).join(', ')}`,
      );
    }
    if (value === undefined || !isLimit(option, value)) {
      throw this.#bad(
        said`gives options.${name} what it does not take: it is ${describeLimit(option)}, such as ${String(option.example)}`,
      );
    }
    return value;
  }

  #bad(problem: Sentence): UserError {
    return new UserError('bad-check', said`${this.file} ${problem}. Correct it and run again.`);
  }

  #typeOf(part: CheckPart): Promise<string> {
    return this.#read('function (part) { return this.typeOf(part) }', { value: part });
  }

  #read<T>(declaration: string, ...args: readonly { readonly value: unknown }[]): Promise<T> {
    return valueOf<T>(this.target.client, this.handle, declaration, args);
  }

  async #handleTo(
    declaration: string,
    ...args: readonly RemoteObject[]
  ): Promise<RemoteObject | undefined> {
    const { objectId } = await runOn(this.target.client, this.handle, declaration, args);
    return objectId === undefined ? undefined : { objectId };
  }

  async #inTime(declaration: string, millis: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new LateError()), millis);
    });
    try {
      const done = awaitedValueOf(this.target.client, this.handle, declaration);
      done.catch(() => undefined); // comes after all, or is cut off with the process
      await Promise.race([done, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

class LateError extends Error {
  override readonly name = 'LateError';
}

/** What went wrong in the check's own code; undefined for what is not its doing. */
function problemOf(error: unknown, what: string, millis: number): Sentence | undefined {
  if (error instanceof LateError) {
    return said`${what} has not come back within ${String(millis / 1_000)} s (options.callTimeout, ${option('--call-timeout')})`;
  }
  if (!(error instanceof TargetError)) return undefined;
  const [message = ''] = error.message.split(/\n\s+at /);
  const frame = firstFrame(error.message);
  const where = frame === undefined ? '' : ` (${placeText(frame)})`;
  return said`${what} threw: ${message.trim().slice(0, 500)}${where}`;
}
