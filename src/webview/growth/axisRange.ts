/** From zero, or below it, to the highest value; at least to `leastTop`, and with a little room above. */
export function axisRange(
  least: number | null,
  most: number | null,
  leastTop = 0,
): [number, number] {
  const bottom = Math.min(0, least ?? 0);
  const top = Math.max(most ?? 0, leastTop, bottom + 1);
  return [bottom, top + (top - bottom) * 0.05];
}
