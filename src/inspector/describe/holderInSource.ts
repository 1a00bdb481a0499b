import type { Cause } from '../../core/causes/causes';
import { assignmentsTo } from '../../core/source/assignmentSites';
import { propertyAssignments, propertyDeclarations } from '../../core/source/holderDeclarations';
import type { Holder } from '../../core/source/holders';
import type { HeapIndex } from '../../core/heap/heapIndex';
import type { GeneratedPosition } from '../../core/source/location';
import { mutationCalls } from '../../core/source/mutationCalls';
import type { HolderAnchor } from '../../core/causes/naming';
import type { GrowthSite, Location } from '../../core/report/report';
import type { LoadedScript, Scripts } from '../source/scripts';
import { isNodes } from './sourceTerms';
import { variableInSource } from './variableInSource';

/** A holder as the syntax tree has it. */
interface HolderInSource {
  readonly loaded: LoadedScript;
  readonly holder: Holder;
  readonly declaredAt?: GeneratedPosition;
}

/**
 * Where a cause's holder is declared: its variable, or the property of its class. Of a holder that is
 * Node's (a stream's buffer, a controller's signal), the program's own thing that it belongs to.
 */
export async function holderDeclaration(
  scripts: Scripts,
  index: HeapIndex,
  cause: Cause,
): Promise<Location | undefined> {
  const { anchor, outer = [] } = cause.holder;
  let nodes: Location | undefined;
  for (const each of [anchor, ...outer]) {
    for (const { loaded, declaredAt } of await holdersInSource(scripts, index, cause, each)) {
      if (declaredAt === undefined) continue;
      const location = await scripts.locate(loaded.scriptId, declaredAt);
      if (location !== undefined && !isNodes(location)) return location;
      nodes ??= location;
    }
  }
  return nodes;
}

/**
 * The one statement of the program that can add to a cause's holder, where there is only one: for
 * holders that cannot be watched. Undefined rather than a guess.
 */
export async function growthLineInSource(
  scripts: Scripts,
  index: HeapIndex,
  cause: Cause,
): Promise<GrowthSite | undefined> {
  // What is added to a map of lists is a list, and not what the list leaks.
  if (cause.holder.isEntry === true) return undefined;
  for (const { loaded, holder } of await holdersInSource(scripts, index, cause)) {
    const candidates = growthCandidates(loaded, holder);
    const called = candidates.filter((each) => isOnStack(each, loaded, cause));
    const [only] = candidates.length === 1 ? candidates : called.length === 1 ? called : [];
    if (only === undefined) continue;
    const location = await scripts.locate(loaded.scriptId, only.position);
    if (location !== undefined && !isNodes(location))
      return { location, stack: [], how: 'found in source' };
  }
  return undefined;
}

interface GrowthCandidate {
  readonly position: GeneratedPosition;
  readonly function?: { readonly location: GeneratedPosition };
}

function growthCandidates({ script }: LoadedScript, holder: Holder): GrowthCandidate[] {
  const written =
    holder.kind === 'variable'
      ? assignmentsTo(script, holder.declaration)
      : propertyAssignments(script, holder);
  return [
    ...mutationCalls(script, holder),
    ...written.filter(({ mentionsItself }) => mentionsItself),
  ];
}

function isOnStack(
  candidate: GrowthCandidate,
  { scriptId }: LoadedScript,
  { allocation }: Cause,
): boolean {
  const at = candidate.function?.location;
  return allocation.some(
    (frame) =>
      String(frame.scriptId) === scriptId &&
      frame.line0 === at?.line0 &&
      frame.column0 === at.column0,
  );
}

async function holdersInSource(
  scripts: Scripts,
  index: HeapIndex,
  cause: Cause,
  anchor: HolderAnchor = cause.holder.anchor,
): Promise<HolderInSource[]> {
  switch (anchor.kind) {
    case 'none':
      return [];
    case 'variable': {
      const found = await variableInSource(scripts, index, anchor.variable, anchor.context);
      if (found === undefined) return [];
      const { loaded, declaration } = found;
      const declaredAt = declaration.position;
      return [{ loaded, holder: { kind: 'variable', declaration }, declaredAt }];
    }
    case 'property':
      return propertyHolders(await scripts.load(scriptsNear(index, cause, anchor)), anchor);
  }
}

function propertyHolders(
  loaded: readonly LoadedScript[],
  { property, className }: HolderAnchor & { readonly kind: 'property' },
): HolderInSource[] {
  const isPlain = className === 'Object' || className === 'Array';
  const holder = { kind: 'property', property, ...(isPlain ? {} : { className }) } as const;
  return loaded.map((script) => {
    const [declaration] = propertyDeclarations(script.script, holder);
    const declaredAt = declaration?.position;
    return { loaded: script, holder, ...(declaredAt === undefined ? {} : { declaredAt }) };
  });
}

/** Scripts that the holder's declaration can be in: its class's, then those on the way to it and of the calls. */
function scriptsNear(
  { graph }: HeapIndex,
  { chain, allocation }: Cause,
  { object }: HolderAnchor & { readonly kind: 'property' },
): string[] {
  const own = graph.locations.get(object)?.scriptId;
  const onChain = chain.map(({ position }) => position?.scriptId).reverse();
  const ids = [own, ...onChain, ...allocation.map(({ scriptId }) => scriptId)];
  return [...new Set(ids)].filter((id) => id !== undefined).map(String);
}
