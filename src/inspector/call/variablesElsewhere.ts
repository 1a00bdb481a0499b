import { basename } from 'node:path';
import type { Target } from '../process/target';
import { release, type RemoteObject } from '../protocol/remoteObject';
import type { Scripts } from '../source/scripts';

/** For something that only tells objects apart: the first functions of a file see its variables already. */
const patienceMillis = 2_000;

/**
 * Variables of the program's own files that lead to objects: `registry in alpha.js`; undefined for those that
 * none does. Looks at what the live functions of these files see, so that nothing need be exported.
 */
export async function variablesElsewhere(
  { client, finder }: Target,
  scripts: Scripts,
  objects: readonly RemoteObject[],
): Promise<readonly (string | undefined)[]> {
  const end = performance.now() + patienceMillis;
  const found: (string | undefined)[] = objects.map(() => undefined);
  const files = new Map((await scripts.own()).map((each) => [each.scriptId, each]));
  const texts = [...files.values()].flatMap(({ script, sites }) =>
    sites.map(({ textStart, textEnd }) => script.text.slice(textStart, textEnd)),
  );
  const functions = await finder.functionsWithTexts(texts);
  for (const fn of functions) {
    if (performance.now() > end || found.every((name) => name !== undefined)) break;
    const place = await finder.functionPlace(fn);
    const script = files.get(place?.scriptId ?? '');
    if (script === undefined) continue;
    (await finder.variablesFor(fn, objects)).forEach((variable, at) => {
      if (variable !== undefined) found[at] ??= `${variable} in ${basename(script.file)}`;
    });
  }
  for (const fn of functions) await release(client, fn);
  return found;
}
