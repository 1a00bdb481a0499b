import { typeOf, type HeapIndex } from '../heap/heapIndex';
import type { GrowthGroup } from './frontier';

/**
 * Whether a group is held by V8's table of the symbols that `Symbol.for` made: a root of its own, from
 * which nothing is ever removed.
 */
export function isInSymbolRegistry(
  { graph }: HeapIndex,
  { owner, links }: Pick<GrowthGroup, 'owner' | 'links'>,
): boolean {
  return typeOf(graph, owner) === 'synthetic' && links[0]?.label === 'public_symbol_table';
}
