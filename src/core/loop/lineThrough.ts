/** A line through points by least squares, and how far the farthest of them is off it, in units of `y`. */
export interface Line {
  readonly slope: number;
  readonly mostOff: number;
}

/** @param x not all the same; of the length of `y` */
export function lineThrough(x: readonly number[], y: readonly number[]): Line {
  const [meanX, meanY] = [mean(x), mean(y)];
  const products = x.map((each, at) => (each - meanX) * (y[at]! - meanY));
  const squares = x.map((each) => (each - meanX) ** 2);
  const slope = mean(products) / mean(squares);
  const off = x.map((each, at) => Math.abs(y[at]! - meanY - slope * (each - meanX)));
  return { slope, mostOff: Math.max(...off) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
