/**
 * Whether two stacks (keys of functions, leaf first) are the same but for frames that optimised code
 * leaves out: those of functions that it inlined. Both end with the frame of `key`, what is around it
 * aside.
 */
export function differByInlining(
  some: readonly string[],
  others: readonly string[],
  key: string,
): boolean {
  const [less, more] = [innerPart(some, key), innerPart(others, key)].sort(
    (a, b) => a.length - b.length,
  ) as [readonly string[], readonly string[]];
  let at = 0;
  for (const frame of more) if (frame === less[at]) at++;
  return less.length > 0 && at === less.length;
}

/** Up to the frame of a function, the outermost of them if it calls itself. */
function innerPart(stack: readonly string[], key: string): readonly string[] {
  return stack.slice(0, stack.lastIndexOf(key) + 1);
}
