import { matchesFunctionLocation } from '../../core/source/functionLocation';
import type { FunctionSite } from '../../core/source/functionSites';
import type { Target } from '../process/target';
import type { RemoteObject } from '../protocol/remoteObject';
import type { LoadedScript } from '../source/scripts';

/** The live functions that were made at one place of a script: closures of one function are several. */
export async function liveFunctionsAt(
  { finder }: Pick<Target, 'finder'>,
  { script, scriptId }: LoadedScript,
  site: FunctionSite,
): Promise<readonly RemoteObject[]> {
  const alive: RemoteObject[] = [];
  const text = script.text.slice(site.textStart, site.textEnd);
  for (const fn of await finder.functionsWithText(text, site.kind === 'constructor')) {
    const place = await finder.functionPlace(fn);
    if (place?.scriptId === scriptId && matchesFunctionLocation(site, place)) alive.push(fn);
  }
  return alive;
}
