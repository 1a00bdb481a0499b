import type { Cause } from './causes';

/**
 * What grows in each of many things comes after what accumulates these things: queues that fill because
 * their listeners stay are mended with the listeners.
 */
export function outerFirst(causes: readonly Cause[]): Cause[] {
  const depth = (cause: Cause): number => causes.filter((each) => isWithin(cause, each)).length;
  const ranked = causes.map((cause) => ({ cause, depth: depth(cause) }));
  return ranked.sort((a, b) => a.depth - b.depth).map(({ cause }) => cause);
}

function isWithin({ group, chain }: Cause, outer: Cause): boolean {
  const isOneOfMany = group.owners.length > 1 && group !== outer.group;
  return isOneOfMany && chain.some(({ node, isOwner }) => node === outer.group.owner && !isOwner);
}
