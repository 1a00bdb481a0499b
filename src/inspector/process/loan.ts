import { said, type Sentence } from '../../core/report/sentence';
import { UserError } from '../../errors';
import type { LoopDriver } from '../loop/loopDriver';
import type { InspectorClient } from '../protocol/inspectorClient';
import { callOn, instantiate, valueOf, type RemoteObject } from '../protocol/remoteObject';
import { endStuckCall } from './endStuckCall';
import loanSource from './loan.target.js';
import type { Target } from './target';

/** How long calls may keep the process from its other work at a time. */
const sliceMillis = 20;
/** A snapshot of a large heap stops the process for as long, and nobody could extend the loan meanwhile. */
const loanMillis = 120_000;
const extendEveryMillis = 10_000;
/** How long an end may take to be orderly. */
const farewellMillis = 1_000;

/** What was changed in a process that is not ours, and putting it back. */
export class Loan {
  #loan: RemoteObject | undefined;
  #driver: LoopDriver | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly client: InspectorClient) {}

  /**
   * Whatever becomes of this, {@link end} puts back what it has changed.
   *
   * @throws UserError `busy`
   */
  async begin({ driver, watches }: Target, who: Sentence): Promise<void> {
    const factory = await instantiate(this.client, 'loan', loanSource);
    const loan = await callOn(
      this.client,
      factory,
      'function (driver, watches) { return this(driver, watches) }',
      [driver.handle, watches.handle],
    );
    // Known before it is opened: an abort may leave us without an answer to that.
    this.#loan = { objectId: loan.objectId! };
    this.#driver = driver;
    const isOpen = await valueOf<boolean>(
      this.client,
      this.#loan,
      'function (millis) { return this.open(millis) }',
      [{ value: loanMillis }],
    );
    if (!isOpen) throw measuredElsewhere(who);
    await driver.share(sliceMillis);
    this.#timer = setInterval(() => {
      void this.#send('function (millis) { this.extend(millis) }', loanMillis);
    }, extendEveryMillis);
    this.#timer.unref();
  }

  async add(changed: RemoteObject): Promise<void> {
    const declaration = 'function (changed) { this.add(changed) }';
    await callOn(this.client, this.#loan!, declaration, [changed]);
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#driver !== undefined) await endStuckCall(this.client, this.#driver);
    await this.#send('function () { this.putBack() }');
  }

  #send(functionDeclaration: string, ...values: readonly unknown[]): Promise<boolean> {
    if (this.#loan === undefined) return Promise.resolve(true);
    const { objectId } = this.#loan;
    const params = { objectId, functionDeclaration, arguments: values.map((value) => ({ value })) };
    return this.client.farewell('Runtime.callFunctionOn', params, farewellMillis);
  }
}

function measuredElsewhere(who: Sentence): UserError {
  return new UserError(
    'busy',
    said`${who} is being measured by another run of Leak Loop, and each of the two would take the other's calls for its own. Wait until that one has ended, or stop it; where it was killed, half a minute is enough.`,
  );
}
