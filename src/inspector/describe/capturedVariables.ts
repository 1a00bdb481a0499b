import { capturedValues, type CapturedValue } from '../../core/causes/capturedValues';
import type { Cause } from '../../core/causes/causes';
import { functionsInScope } from '../../core/causes/functionsInScope';
import type { HeapIndex } from '../../core/heap/heapIndex';
import type { CapturedVariable } from '../../core/report/report';
import { matchesFunctionLocation } from '../../core/source/functionLocation';
import type { FunctionSite } from '../../core/source/functionSites';
import { mentionsOuterVariable } from '../../core/source/outerVariables';
import type { LoadedScript, Scripts } from '../source/scripts';
import { isNodes } from './sourceTerms';
import { variableInSource } from './variableInSource';

/** Variables of the program that a cause's survivors keep alive by their scopes, and who mentions them. */
export async function capturedVariables(
  scripts: Scripts,
  index: HeapIndex,
  cause: Cause,
): Promise<CapturedVariable[]> {
  const values = capturedValues(index, cause.group);
  const found = await Promise.all(values.map((each) => describe(scripts, index, each)));
  return found.filter((each) => each !== undefined);
}

async function describe(
  scripts: Scripts,
  index: HeapIndex,
  { variable, context, value }: CapturedValue,
): Promise<CapturedVariable | undefined> {
  const found = await variableInSource(scripts, index, variable, context);
  if (found === undefined) return undefined;
  const { loaded, declaration } = found;
  const location = await scripts.locate(loaded.scriptId, declaration.position);
  if (location === undefined || isNodes(location)) return undefined;
  const usedBy = await usersOf(scripts, index, variable, context);
  return {
    name: variable,
    location,
    retainedSize: index.retained[value]!,
    ...(usedBy === undefined ? {} : { usedBy }),
  };
}

/** Names of the functions that are alive and mention the variable; undefined where one is not known. */
async function usersOf(
  scripts: Scripts,
  index: HeapIndex,
  variable: string,
  context: number,
): Promise<string[] | undefined> {
  const { positions, isComplete } = functionsInScope(index, context);
  if (!isComplete) return undefined;
  const names = new Set<string>();
  for (const position of positions) {
    const found = await functionAt(scripts, position);
    if (found === undefined) return undefined;
    const { loaded, site } = found;
    if (mentionsOuterVariable(loaded.script, site, variable))
      names.add(site.name === '' ? '(anonymous function)' : site.name);
  }
  return [...names];
}

/** The hidden functions that run the fields of a class have no site: what they mention is not known. */
async function functionAt(
  scripts: Scripts,
  position: { readonly scriptId: number; readonly line0: number; readonly column0: number },
): Promise<{ readonly loaded: LoadedScript; readonly site: FunctionSite } | undefined> {
  const loaded = await scripts.get(String(position.scriptId));
  const site = loaded?.sites.find((each) => matchesFunctionLocation(each, position));
  return loaded === undefined || site === undefined ? undefined : { loaded, site };
}
