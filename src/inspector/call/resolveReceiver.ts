import { UserError, type ReceiverChoice } from '../../errors';
import type { RemoteObject } from '../protocol/remoteObject';
import type { LiveFunction } from './resolveFunction';
import type { Target } from '../process/target';
import { option, said, type Sentence } from '../../core/report/sentence';
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
    const problem =
      objects.length === 0
        ? said`${name} is a method of no live object`
        : said`${name} is a method of ${objects.length} live objects`;
    throw noReceiver(problem, choices, { example: 'exports.name' });
  }
  const problem =
    objects.length === 0
      ? said`${className}.${name} needs an instance, and no ${className} is alive after loading`
      : said`${className}.${name} needs an instance, and ${objects.length} of ${className} are alive after loading`;
  const maker = await instanceMaker(target, live, places);
  const example = maker ?? `new exports.${className}()`;
  throw noReceiver(problem, choices, { example, ...(maker === undefined ? {} : { maker }) });
}

/** What makes an instance of a method's class, as far as the file exports the class. */
async function instanceMaker(
  { finder }: Target,
  { fn }: LiveFunction,
  { namespace }: ReceiverPlaces,
): Promise<string | undefined> {
  const path = await finder.exportedClassWith(namespace, fn);
  return path === undefined ? undefined : `new ${path}()`;
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

function withChoices(
  problem: Sentence,
  listed: readonly ReceiverChoice[],
  others: number,
): Sentence {
  if (listed.length === 0) return problem;
  const names = listed.map(choiceText).reduce((sum, each) => said`${sum}, ${each}`);
  return others === 0 ? said`${problem}: ${names}` : said`${problem}: ${names}, and ${others} more`;
}

/** `instances[0] (variable pools[0], rows: Array(3))` */
function choiceText({ expression, variable, holds }: ReceiverChoice): Sentence {
  if (variable === undefined) {
    return holds === '' ? said`${expression}` : said`${expression} (${holds})`;
  }
  return holds === ''
    ? said`${expression} (variable ${variable})`
    : said`${expression} (variable ${variable}, ${holds})`;
}

interface OtherReceiver {
  /** In place of an object that is alive. */
  readonly example: string;
  /** What certainly makes one; its arguments are not known. */
  readonly maker?: string;
}

function noReceiver(
  problem: Sentence,
  { listed, others }: Choices,
  { example: ofNone, maker }: OtherReceiver,
): UserError {
  const example = listed[0]?.expression ?? ofNone;
  return new UserError(
    'no-receiver',
    said`${withChoices(problem, listed, others)}. Say which with ${option('--this')}, a JavaScript expression such as ${example}.`,
    { receivers: listed, ...(maker === undefined ? {} : { receiverMaker: maker }) },
  );
}
