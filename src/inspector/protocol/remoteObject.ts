import { ownScripts } from '../../core/source/ownScripts';
import type { Protocol } from 'devtools-protocol';
import type { InspectorClient } from './inspectorClient';

/** A handle to a value in the target. It is a GC root there until it is released. */
export interface RemoteObject {
  readonly objectId: string;
}

/** What a call into the target threw. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  constructor(readonly details: Protocol.Runtime.ExceptionDetails) {
    super(details.exception?.description ?? details.text);
  }
}

type Argument = RemoteObject | { readonly value: unknown };

/**
 * Calls `declaration` in the target with `self` as `this` and returns a handle or plain value.
 *
 * @throws TargetError when it throws
 */
export async function callOn(
  client: InspectorClient,
  self: RemoteObject,
  declaration: string,
  args: readonly Argument[] = [],
): Promise<Protocol.Runtime.RemoteObject> {
  return handleFrom(await client.send('Runtime.callFunctionOn', callOf(self, declaration, args)));
}

/** As {@link callOn}, for what runs the program; a promise that it returns is awaited. */
export async function runOn(
  client: InspectorClient,
  self: RemoteObject,
  declaration: string,
  args: readonly Argument[] = [],
): Promise<Protocol.Runtime.RemoteObject> {
  const call = { ...callOf(self, declaration, args), awaitPromise: true };
  return handleFrom(await client.sendRunning('Runtime.callFunctionOn', call));
}

/** No promise is awaited: that takes a microtask, and none runs while the process is stuck in JavaScript. */
function callOf(
  self: RemoteObject,
  functionDeclaration: string,
  args: readonly Argument[],
): Protocol.Runtime.CallFunctionOnRequest {
  return {
    objectId: self.objectId,
    functionDeclaration,
    arguments: args as Protocol.Runtime.CallArgument[],
    silent: true,
  };
}

function handleFrom(
  answer: Protocol.Runtime.CallFunctionOnResponse,
): Protocol.Runtime.RemoteObject {
  if (answer.exceptionDetails !== undefined) throw new TargetError(answer.exceptionDetails);
  return answer.result;
}

/** As {@link callOn}, for results that are plain JSON. */
export async function valueOf<T>(
  client: InspectorClient,
  self: RemoteObject,
  declaration: string,
  args: readonly Argument[] = [],
): Promise<T> {
  const call = { ...callOf(self, declaration, args), returnByValue: true };
  return handleFrom(await client.send('Runtime.callFunctionOn', call)).value as T;
}

/** As {@link valueOf}, for functions that answer with a promise and let the program run until then. */
export async function awaitedValueOf<T>(
  client: InspectorClient,
  self: RemoteObject,
  declaration: string,
  args: readonly Argument[] = [],
): Promise<T> {
  const call = { ...callOf(self, declaration, args), awaitPromise: true, returnByValue: true };
  return handleFrom(await client.sendRunning('Runtime.callFunctionOn', call)).value as T;
}

/**
 * Evaluates an expression in the target's global scope, with Node's `require` at hand.
 *
 * @throws TargetError when it throws
 */
export async function evaluate(
  client: InspectorClient,
  expression: string,
): Promise<Protocol.Runtime.RemoteObject> {
  const answer = await client.send('Runtime.evaluate', {
    expression,
    includeCommandLineAPI: true,
    silent: true,
  });
  if (answer.exceptionDetails !== undefined) throw new TargetError(answer.exceptionDetails);
  return answer.result;
}

/** What a list in the target has, as handles or plain values. Runs nothing there. */
export async function elementsOf(
  client: InspectorClient,
  { objectId }: RemoteObject,
): Promise<readonly Protocol.Runtime.RemoteObject[]> {
  const { result } = await client.send('Runtime.getProperties', { objectId, ownProperties: true });
  return result.filter(({ name }) => /^\d+$/.test(name)).map(({ value }) => value!);
}

/** Lets go of a handle; a target that is gone has let go of it already. */
export async function release(client: InspectorClient, object: RemoteObject): Promise<void> {
  if (client.gone.aborted) return;
  await client.send('Runtime.releaseObject', { objectId: object.objectId });
}

/**
 * Instantiates one of our own scripts (`*.target.js`, which is one function of `require`) in the target.
 *
 * @param name shows in stacks as `leak-loop:name`
 * @param parts what it is made of besides, instances of at most two others
 */
export async function instantiate(
  client: InspectorClient,
  name: string,
  source: string,
  parts: readonly RemoteObject[] = [],
): Promise<RemoteObject & { readonly scriptId: string }> {
  const { scriptId } = await client.send('Runtime.compileScript', {
    expression: source,
    sourceURL: `${ownScripts}${name}`,
    persistScript: true,
  });
  const [{ result: factory }, require] = await Promise.all([
    client.send('Runtime.runScript', { scriptId: scriptId! }),
    evaluate(client, 'require'),
  ]);
  const instance = await callOn(
    client,
    { objectId: factory.objectId! },
    'function (require, one, other) { return this(require, one, other) }',
    [{ objectId: require.objectId! }, ...parts.map(({ objectId }) => ({ objectId }))],
  );
  return { objectId: instance.objectId!, scriptId: scriptId! };
}
