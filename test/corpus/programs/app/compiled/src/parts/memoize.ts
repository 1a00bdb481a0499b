/** A method that remembers what it returned for the same arguments. */
export function memoize<This, Args extends readonly unknown[], Result>(
  method: (this: This, ...args: Args) => Result,
  _context: ClassMethodDecoratorContext<This>,
): (this: This, ...args: Args) => Result {
  const results = new Map<string, Result>();
  return function (this: This, ...args: Args): Result {
    const key = JSON.stringify(args);
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = method.apply(this, args as never);
    results.set(key, result); // grows
    return result;
  };
}
