import { UserError } from '../errors';
import type { RemoteObject } from './remoteObject';
import type { LiveFunction } from './resolveFunction';
import type { Target } from './target';

/**
 * The `this` of a method, where the live heap has exactly one that it can be: the class of a static
 * method, the object that has it as a property, the only instance of its class.
 *
 * @returns undefined for a function that needs none
 * @throws UserError `no-receiver` when there is none, or more than one
 */
export async function resolveReceiver(
  target: Target,
  { fn, site, description }: LiveFunction,
): Promise<RemoteObject | undefined> {
  const generated = site?.site;
  if (generated === undefined || generated.isArrow || !generated.usesThis) return undefined;
  if (generated.kind === 'constructor') return undefined;
  const { name, className } = description;
  if (className === undefined) {
    const holders = await target.finder.objectsHolding(fn, name);
    // A plain function may use `this` or not care what it is; a method without an object cannot.
    if (holders.length === 1 || generated.kind !== 'method') return holders[0];
    throw noReceiver(`${name} is a method of ${count(holders.length, 'live object')}`);
  }
  if (generated.isStatic) {
    const [holder] = await target.finder.classesHolding(fn, name);
    return holder;
  }
  const instances = await target.finder.instancesWith(fn);
  if (instances.length === 1) return instances[0];
  throw noReceiver(
    `${className}.${name} needs an instance, and ${instances.length === 0 ? `no ${className} is` : `${String(instances.length)} of ${className} are`} alive after loading`,
    className,
  );
}

function noReceiver(problem: string, className?: string): UserError {
  const example =
    className === undefined ? `--this 'exports.name'` : `--this 'new exports.${className}()'`;
  return new UserError(
    'no-receiver',
    `${problem}. Say which with --this, a JavaScript expression such as ${example} (command Set Arguments…).`,
  );
}

function count(number: number, noun: string): string {
  return number === 0 ? `no ${noun}` : `${String(number)} ${noun}s`;
}
