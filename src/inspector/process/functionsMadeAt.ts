import { matchesFunctionLocation } from '../../core/source/functionLocation';
import type { FunctionSite } from '../../core/source/functionSites';
import { callOn, elementsOf, release, type RemoteObject } from '../protocol/remoteObject';
import type { LoadedScript } from '../source/scripts';
import type { Target } from './target';

/**
 * How many functions that were made at one place of a script are alive, in all of these contexts. The finder
 * looks at the main one alone: handles of one context cannot be used in another.
 *
 * @param contexts ids, also of some that are gone
 */
export async function functionsMadeAt(
  target: Target,
  contexts: Iterable<number>,
  { script, scriptId }: LoadedScript,
  site: FunctionSite,
): Promise<number> {
  const text = script.text.slice(site.textStart, site.textEnd);
  let count = 0;
  for (const context of contexts) {
    for (const fn of await functionsWithText(target, context, text)) {
      const place = await target.finder.functionPlace(fn);
      if (place?.scriptId === scriptId && matchesFunctionLocation(site, place)) count++;
      await release(target.client, fn);
    }
  }
  return count;
}

async function functionsWithText(
  { client }: Target,
  contextId: number,
  text: string,
): Promise<readonly RemoteObject[]> {
  const evaluated = { expression: 'Function.prototype', contextId };
  const prototype = await client.send('Runtime.evaluate', evaluated).then(
    ({ result }) => result.objectId!,
    () => undefined,
  );
  if (prototype === undefined) return [];
  const all = await client.send('Runtime.queryObjects', { prototypeObjectId: prototype });
  const functions = { objectId: all.objects.objectId! };
  const alike = await callOn(
    client,
    functions,
    `function (text) {
      const textOf = Function.prototype.toString;
      return this.filter((fn) => typeof fn === 'function' && textOf.call(fn) === text);
    }`,
    [{ value: text }],
  );
  const list = { objectId: alike.objectId! };
  const found = await elementsOf(client, list);
  for (const each of [{ objectId: prototype }, functions, list]) await release(client, each);
  return found.map(({ objectId }) => ({ objectId: objectId! }));
}
