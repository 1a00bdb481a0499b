/**
 * Whether a call is one that declares a test, by the names in what is called: `it`, `test.only`, `t.test`,
 * `it.each(…)`, `(0, vitest.it)`, and names that end so, such as `dbTest` from `test.extend(…)`.
 */
export function isTestName(names: readonly string[]): boolean {
  const [first = ''] = names;
  // `import test from 'node:test'` compiled to CommonJS is `node_test_1.default(…)`.
  const isDefault = names.at(-1) === 'default' && /test/i.test(first);
  return isDefault || names.some((name) => word.test(name));
}

const word = /^(?:[fx]?it|test|specify)$|(?:_it|_test|It|Test)$/;

/** Whether a test is called once for each row of a table: its title and arguments are not known from one place. */
export function isTestOfRows(names: readonly string[]): boolean {
  return names.some((name) => name === 'each' || name === 'for');
}
