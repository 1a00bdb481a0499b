import type { Suspect } from '../../core/report/report';
import { liveObject, lookupDeadline } from '../explain/liveObject';
import type { Target } from '../process/target';
import { callOn, instantiate, release, type RemoteObject } from '../protocol/remoteObject';
import { heldProperties, heldValue, type HeldProperty, type HeldValue } from './heldValue';
import leakedScript from './leaked.target.js';

/** Survivors of one cause: the instances that its report names, as far as they are still there. */
export interface HeldGroup {
  readonly suspect: Suspect;
  readonly survivors: readonly HeldValue[];
}

export type Evaluation =
  | { readonly kind: 'value'; readonly value: HeldValue }
  /** What was thrown, in one line. */
  | { readonly kind: 'thrown'; readonly text: string };

/** An expression that does not end must not make the process useless: this one is looked at, not used. */
const evaluationMillis = 10_000;
/** How long an end may take to be orderly. */
const farewellMillis = 1_000;

/**
 * What leaks, in a process that is kept until it was looked at. In the process it is `$leaked`: a list with a
 * list of survivors for each cause. Disposing of it takes `$leaked` away and lets go of all that was looked at.
 */
export class HeldSurvivors implements AsyncDisposable {
  private constructor(
    private readonly target: Target,
    private readonly leaked: RemoteObject,
    readonly groups: readonly HeldGroup[],
  ) {}

  /** Resolves when the process is gone, by itself or because the diagnosis was aborted. */
  get gone(): AbortSignal {
    return this.target.client.gone;
  }

  static async of(target: Target, suspects: readonly Suspect[]): Promise<HeldSurvivors> {
    const { client } = target;
    const leaked = await instantiate(client, 'leaked', leakedScript);
    const groups: HeldGroup[] = [];
    const deadline = lookupDeadline();
    for (const suspect of suspects) {
      const objects: RemoteObject[] = [];
      for (const { id } of suspect.instances ?? []) {
        const object = deadline.isPast() ? undefined : await liveObject(target, id);
        if (object !== undefined) objects.push(object);
      }
      groups.push({ suspect, survivors: await addGroup(target, leaked, objects) });
      await Promise.all(objects.map((object) => release(client, object)));
    }
    await target.lend?.(leaked);
    await callOn(client, leaked, 'function () { this.publish() }');
    return new HeldSurvivors(target, leaked, groups);
  }

  /** Runs nothing of the program: what only a getter could tell is not read. */
  async propertiesOf(object: RemoteObject): Promise<readonly HeldProperty[]> {
    return propertiesOf(this.target, object);
  }

  /**
   * Evaluates in the target's global scope, with Node's `require` at hand.
   *
   * @param mayChange false: whatever would change something throws instead
   */
  async evaluate(expression: string, mayChange: boolean): Promise<Evaluation> {
    const { result, exceptionDetails } = await this.target.client.sendRunning('Runtime.evaluate', {
      expression,
      includeCommandLineAPI: true,
      silent: true,
      timeout: evaluationMillis,
      objectGroup,
      ...(mayChange ? { replMode: true } : { throwOnSideEffect: true }),
    });
    if (exceptionDetails === undefined) return { kind: 'value', value: heldValue(result) };
    const { exception, text } = exceptionDetails;
    return { kind: 'thrown', text: exception === undefined ? text : heldValue(exception).text };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { client } = this.target;
    const { objectId } = this.leaked;
    const functionDeclaration = 'function () { this.putBack() }';
    // Also after an abort, where nothing else is answered: the process may be somebody else's.
    await client.farewell(
      'Runtime.callFunctionOn',
      { objectId, functionDeclaration },
      farewellMillis,
    );
    if (this.gone.aborted) return;
    await client.send('Runtime.releaseObjectGroup', { objectGroup });
    await release(client, this.leaked);
  }
}

/** Of all handles that are given out; those to properties of an object are in the group of that. */
const objectGroup = 'leak-loop-held';

async function addGroup(
  target: Target,
  leaked: RemoteObject,
  survivors: readonly RemoteObject[],
): Promise<readonly HeldValue[]> {
  const { result } = await target.client.send('Runtime.callFunctionOn', {
    objectId: leaked.objectId,
    functionDeclaration: 'function (...survivors) { return this.add(...survivors) }',
    arguments: [...survivors],
    objectGroup,
    silent: true,
  });
  const elements = await propertiesOf(target, { objectId: result.objectId! });
  return elements.filter(({ name }) => /^\d+$/.test(name)).map(({ value }) => value);
}

async function propertiesOf(
  { client }: Target,
  { objectId }: RemoteObject,
): Promise<readonly HeldProperty[]> {
  const answer = await client.send('Runtime.getProperties', { objectId, ownProperties: true });
  return heldProperties(answer);
}
