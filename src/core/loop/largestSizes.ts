/** Bytes of the largest objects that are alive together, the largest first: those of all that are fewer than {@link mostSizes}. */
export type LargestSizes = readonly number[];

/** The containers of one part of a program, and what V8 makes of its code, are a handful. */
export const mostSizes = 8;

export function largestIn(sizes: LargestSizes): number {
  return sizes[0] ?? 0;
}

/** Puts one more object in its place among them. */
export function addSize(sizes: number[], size: number): void {
  if (sizes.length === mostSizes && size <= sizes[mostSizes - 1]!) return;
  const place = sizes.findIndex((each) => each < size);
  sizes.splice(place === -1 ? sizes.length : place, 0, size);
  if (sizes.length > mostSizes) sizes.pop();
}

/** Those of all of several parts. */
export function largestOf(parts: readonly LargestSizes[]): LargestSizes {
  if (parts.length === 1) return parts[0]!;
  return parts
    .flat()
    .sort((one, other) => other - one)
    .slice(0, mostSizes);
}

/** What of `sizes` is not there in `others` as well, each as often as it is there. */
export function without(sizes: LargestSizes, others: LargestSizes): LargestSizes {
  const left = [...others];
  return sizes.filter((size) => {
    const place = left.indexOf(size);
    if (place === -1) return true;
    left.splice(place, 1);
    return false;
  });
}
