import { edgeLabel } from '../../core/heap/heapGraph';
import { strongRetainers, typeOf, type HeapIndex } from '../../core/heap/heapIndex';
import { capturedDeclaration, type Declaration } from '../../core/source/scopeAnalysis';
import { siteAtFunctionLocation } from '../../core/source/functionLocation';
import type { LoadedScript, Scripts } from '../source/scripts';

export interface VariableInSource {
  readonly loaded: LoadedScript;
  readonly declaration: Declaration;
}

/**
 * The declaration of a variable that lives in a context.
 *
 * @param context the node of the context; a closure that refers to it tells where it is in the source
 */
export async function variableInSource(
  scripts: Scripts,
  index: HeapIndex,
  variable: string,
  context: number,
): Promise<VariableInSource | undefined> {
  for (const { node } of closuresIn(index, context)) {
    const position = index.graph.locations.get(node);
    if (position === undefined) continue;
    const loaded = await scripts.get(String(position.scriptId));
    if (loaded === undefined) continue;
    const site = siteAtFunctionLocation(loaded.script, loaded.sites, position);
    if (site === undefined) continue;
    const declaration = capturedDeclaration(loaded.script, variable, site);
    if (declaration !== undefined) return { loaded, declaration };
  }
  return undefined;
}

const mostContexts = 1_000;

/** A function that sees a context. */
export interface SeeingClosure {
  readonly node: number;
  /** How many contexts inside it are around the function. */
  readonly depth: number;
}

/** Functions that see the context: closures made in it, and in the contexts inside it. */
export function* closuresIn(index: HeapIndex, context: number): Generator<SeeingClosure> {
  const { graph } = index;
  const contexts = [{ node: context, depth: 0 }];
  for (let at = 0; at < contexts.length && at < mostContexts; at++) {
    const { depth } = contexts[at]!;
    for (const { node, edge } of strongRetainers(index, contexts[at]!.node)) {
      const name = edgeLabel(graph, edge);
      if (name === 'previous') contexts.push({ node, depth: depth + 1 });
      if (name === 'context' && typeOf(graph, node) === 'closure') yield { node, depth };
    }
  }
}
