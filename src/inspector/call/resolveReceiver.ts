import { UserError, type ReceiverChoice } from '../../errors';
import type { RemoteObject } from '../protocol/remoteObject';
import type { LiveFunction } from './resolveFunction';
import type { Target } from '../process/target';

/**
 * The `this` of a method, where the live heap has exactly one that it can be: the class of a static
 * method, the object that has it as a property, the only instance of its class.
 *
 * @param namespace what the module exports: it may lead to those that come into question
 * @returns undefined for a function that needs none
 * @throws UserError `no-receiver` when there is none, or more than one
 */
export async function resolveReceiver(
  target: Target,
  { fn, classFn, site, description }: LiveFunction,
  namespace: RemoteObject,
): Promise<RemoteObject | undefined> {
  const generated = site?.site;
  if (generated === undefined || generated.isArrow || !generated.usesThis) return undefined;
  if (generated.kind === 'constructor') return undefined;
  const { name, className } = description;
  if (className === undefined) {
    const holders = await target.finder.objectsHolding(fn, name);
    // A plain function may use `this` or not care what it is; a method without an object cannot.
    if (holders.length === 1 || generated.kind !== 'method') return holders[0];
    const choices = await choicesAmong(target, namespace, holders);
    const count =
      holders.length === 0 ? 'no live object' : `${String(holders.length)} live objects`;
    throw noReceiver(`${name} is a method of ${count}`, choices, 'exports.name');
  }
  if (generated.isStatic) {
    const [holder] = await target.finder.classesHolding(fn, name);
    return classFn ?? holder;
  }
  const instances =
    classFn === undefined
      ? await target.finder.instancesWith(fn)
      : await target.finder.instancesOf(classFn);
  if (instances.length === 1) return instances[0];
  const choices = await choicesAmong(target, namespace, instances);
  const count =
    instances.length === 0
      ? `no ${className} is`
      : `${String(instances.length)} of ${className} are`;
  throw noReceiver(
    `${className}.${name} needs an instance, and ${count} alive after loading`,
    choices,
    `new exports.${className}()`,
  );
}

/** More are not listed. */
const mostListed = 5;

interface Choices {
  readonly listed: readonly ReceiverChoice[];
  /** Those beyond the listed ones. */
  readonly others: number;
}

/** What tells objects apart: what leads to them and the sizes of what they hold, no values of theirs. */
async function choicesAmong(
  target: Target,
  namespace: RemoteObject,
  objects: readonly RemoteObject[],
): Promise<Choices> {
  if (objects.length === 0) return { listed: [], others: 0 };
  const listed = objects.slice(0, mostListed);
  const expressions = await target.finder.expressionsFor(namespace, listed);
  const contents = await Promise.all(listed.map((object) => contentsOf(target, object)));
  return {
    listed: contents.map((holds, index) => {
      const expression = expressions[index];
      return { ...(expression === undefined ? {} : { expression }), holds };
    }),
    others: objects.length - listed.length,
  };
}

/** Sizes of what an object holds: `rows: Array(3), byId: Map(7)`. */
async function contentsOf({ client }: Target, { objectId }: RemoteObject): Promise<string> {
  const { result } = await client.send('Runtime.getProperties', { objectId, ownProperties: true });
  return result
    .flatMap(({ name, value }) => (value?.type === 'object' ? [{ name, value }] : []))
    .filter(({ value }) => /^\S+\(\d+\)$/.test(value.description ?? ''))
    .slice(0, 3)
    .map(({ name, value }) => `${name}: ${value.description ?? ''}`)
    .join(', ');
}

function noReceiver(
  problem: string,
  { listed, others }: Choices,
  exampleOfNone: string,
): UserError {
  const names = listed.map(({ expression = 'one that exports do not lead to', holds }) =>
    holds === '' ? expression : `${expression} (${holds})`,
  );
  const list = names.length === 0 ? '' : `: ${names.join(', ')}`;
  const more = others === 0 ? '' : `, and ${String(others)} more`;
  const example =
    listed.find(({ expression }) => expression !== undefined)?.expression ?? exampleOfNone;
  return new UserError(
    'no-receiver',
    `${problem}${list}${more}. Say which with --this, a JavaScript expression such as --this '${example}' (command Set Object (this)…).`,
    { receivers: listed },
  );
}
