import type { Cause } from './causes';

/**
 * What grows in each of many things comes after what accumulates these things: queues that fill because
 * their listeners stay are mended with the listeners. Else the order stays.
 *
 * @param suspects of these causes, by fingerprint
 */
export function outerFirst<Suspect extends Pick<Cause, 'fingerprint'>>(
  suspects: readonly Suspect[],
  causes: readonly Cause[],
): Suspect[] {
  const depths = new Map(
    causes.map((cause) => [
      cause.fingerprint,
      causes.filter((outer) => isWithin(cause, outer)).length,
    ]),
  );
  const depth = ({ fingerprint }: Suspect): number => depths.get(fingerprint) ?? 0;
  return [...suspects].sort((a, b) => depth(a) - depth(b));
}

function isWithin({ group, chain }: Cause, outer: Cause): boolean {
  const isOneOfMany = group.owners.length > 1 && group !== outer.group;
  return isOneOfMany && chain.some(({ node, isOwner }) => node === outer.group.owner && !isOwner);
}
