/** A copy that lacks some fields. */
export function without<T extends object, K extends keyof T>(
  whole: T,
  names: readonly K[],
): Omit<T, K> {
  const kept = Object.entries(whole).filter(([name]) => !names.includes(name as K));
  return Object.fromEntries(kept) as Omit<T, K>;
}
