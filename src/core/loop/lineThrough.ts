/** A line through points by least squares. */
export interface Line {
  readonly slope: number;
  /** How far the farthest of the points is off it, in units of `y`. */
  readonly mostOff: number;
  /** Which one that is. */
  readonly farthest: number;
}

/** @param x not all the same; of the length of `y` */
export function lineThrough(x: readonly number[], y: readonly number[]): Line {
  const [meanX, meanY] = [mean(x), mean(y)];
  const products = x.map((each, at) => (each - meanX) * (y[at]! - meanY));
  const squares = x.map((each) => (each - meanX) ** 2);
  const slope = mean(products) / mean(squares);
  const off = x.map((each, at) => Math.abs(y[at]! - meanY - slope * (each - meanX)));
  const mostOff = Math.max(...off);
  return { slope, mostOff, farthest: off.indexOf(mostOff) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
