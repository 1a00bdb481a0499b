import { strongRetainers, type HeapIndex } from '../heap/heapIndex';
import type { Cause } from './causes';
import { isInSymbolRegistry } from './symbolRegistry';
import { isTransparent } from './typeKey';

/**
 * What grows in each of many things comes after what accumulates these things: queues that fill because
 * their listeners stay are mended with the listeners. So do symbols that V8 keeps for ever after what they
 * are keys of: that is the program's own. Else the order stays.
 *
 * @param suspects of these causes, by fingerprint
 */
export function outerFirst<Suspect extends Pick<Cause, 'fingerprint'>>(
  index: HeapIndex,
  suspects: readonly Suspect[],
  causes: readonly Cause[],
): Suspect[] {
  const depths = new Map(
    causes.map((cause) => [
      cause.fingerprint,
      causes.filter((outer) => isWithin(cause, outer) || isKeyIn(index, cause, outer)).length,
    ]),
  );
  const depth = ({ fingerprint }: Suspect): number => depths.get(fingerprint) ?? 0;
  return [...suspects].sort((a, b) => depth(a) - depth(b));
}

/** Whether what grows in each of many things is within what accumulates these. */
export function isWithin({ group, chain }: Cause, outer: Cause): boolean {
  const isOneOfMany = group.owners.length > 1 && group !== outer.group;
  return isOneOfMany && chain.some(({ node, isOwner }) => node === outer.group.owner && !isOwner);
}

/** Whether the symbols of a cause are keys of what leads to another's survivors. */
function isKeyIn(index: HeapIndex, { group }: Cause, outer: Cause): boolean {
  if (group === outer.group || !isInSymbolRegistry(index, group)) return false;
  const onChain = new Set(outer.chain.map(({ node }) => node));
  return group.survivors.some((symbol) =>
    strongRetainers(index, symbol).some(
      ({ node: table }) =>
        onChain.has(table) ||
        (isTransparent(index, table) &&
          strongRetainers(index, table).some(({ node }) => onChain.has(node))),
    ),
  );
}
