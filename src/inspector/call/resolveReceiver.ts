import { UserError, type ReceiverChoice } from '../../errors';
import type { RemoteObject } from '../protocol/remoteObject';
import type { LiveFunction } from './resolveFunction';
import type { Target } from '../process/target';
import type { Scripts } from '../source/scripts';
import { variablesElsewhere } from './variablesElsewhere';

/** What may lead to an object that a method is called on. */
export interface ReceiverPlaces {
  /** What the file exports. */
  readonly namespace: RemoteObject;
  readonly scripts: Scripts;
}

/**
 * The `this` of a method, where the live heap has exactly one that it can be: the class of a static
 * method, the object that has it as a property, the only instance of its class.
 *
 * @param places what may lead to those that come into question: what the module exports, and variables
 * @returns undefined for a function that needs none
 * @throws UserError `no-receiver` when there is none, or more than one
 */
export async function resolveReceiver(
  target: Target,
  live: LiveFunction,
  places: ReceiverPlaces,
): Promise<RemoteObject | undefined> {
  const generated = live.site?.site;
  if (generated === undefined || generated.isArrow || !generated.usesThis) return undefined;
  if (generated.kind === 'constructor') return undefined;
  const { name, className } = live.description;
  const objects = await possibleReceivers(target, live);
  // A plain function may use `this` or not care what it is; a method without an object cannot.
  const isOptional = className === undefined && generated.kind !== 'method';
  if (objects.length === 1 || generated.isStatic || isOptional) return objects[0];
  const choices = await choicesAmong(target, live, places, objects);
  if (className === undefined) {
    const count =
      objects.length === 0 ? 'no live object' : `${String(objects.length)} live objects`;
    throw noReceiver(`${name} is a method of ${count}`, choices, 'exports.name');
  }
  const count =
    objects.length === 0 ? `no ${className} is` : `${String(objects.length)} of ${className} are`;
  throw noReceiver(
    `${className}.${name} needs an instance, and ${count} alive after loading`,
    choices,
    `new exports.${className}()`,
  );
}

/**
 * The live objects that can be the `this` of a function, wherever they are held; in the order of the heap,
 * which stays as it is from one look to the next as long as the program does.
 */
export async function possibleReceivers(
  { finder }: Target,
  { fn, classFn, site, description: { name, className } }: LiveFunction,
): Promise<readonly RemoteObject[]> {
  if (className === undefined) return finder.objectsHolding(fn, name);
  if (site?.site.isStatic === true) {
    return classFn === undefined ? finder.classesHolding(fn, name) : [classFn];
  }
  return classFn === undefined ? finder.instancesWith(fn) : finder.instancesOf(classFn);
}

/** More are not listed. */
const mostListed = 5;

interface Choices {
  readonly listed: readonly ReceiverChoice[];
  /** Those beyond the listed ones. */
  readonly others: number;
}

/**
 * What tells objects apart: what leads to them and the sizes of what they hold, no values of theirs. Those
 * that no export leads to are numbered.
 */
async function choicesAmong(
  target: Target,
  { fn }: LiveFunction,
  { namespace, scripts }: ReceiverPlaces,
  objects: readonly RemoteObject[],
): Promise<Choices> {
  if (objects.length === 0) return { listed: [], others: 0 };
  const listed = objects.slice(0, mostListed);
  const expressions = await target.finder.expressionsFor(namespace, listed);
  const seen = await target.finder.variablesFor(fn, listed);
  const isTold = listed.every((_, at) => (expressions[at] ?? seen[at]) !== undefined);
  const elsewhere = isTold ? [] : await variablesElsewhere(target, scripts, listed);
  const contents = await Promise.all(listed.map((object) => contentsOf(target, object)));
  return {
    listed: contents.map((holds, index) => {
      const other = expressions[index] === undefined ? elsewhere[index] : undefined;
      const variable = seen[index] ?? other;
      return {
        expression: expressions[index] ?? `instances[${String(index)}]`,
        ...(variable === undefined ? {} : { variable }),
        holds,
      };
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
  const names = listed.map(({ expression, variable, holds }) => {
    const apart = [...(variable === undefined ? [] : [`variable ${variable}`]), holds];
    const told = apart.filter((each) => each !== '').join(', ');
    return told === '' ? expression : `${expression} (${told})`;
  });
  const list = names.length === 0 ? '' : `: ${names.join(', ')}`;
  const more = others === 0 ? '' : `, and ${String(others)} more`;
  const example = listed[0]?.expression ?? exampleOfNone;
  return new UserError(
    'no-receiver',
    `${problem}${list}${more}. Say which with --this, a JavaScript expression such as --this '${example}' (command Set Object (this)…).`,
    { receivers: listed },
  );
}
