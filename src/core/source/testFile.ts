/** The endings of a test file's name, whatever runs it. */
const endings = /\.(?:test|spec)\.(?:[cm]?[jt]s|[jt]sx)$/;

/** Of all files that can have tests. */
const scripts = '{js,mjs,cjs,jsx,ts,mts,cts,tsx}';

/** All below a folder that may be test files, as globs: by their names, and where one of the runners looks. */
export const testFiles: readonly string[] = [
  `**/*.{test,spec}.${scripts}`,
  `**/{test,__tests__}/**/*.${scripts}`,
  `**/{test,test-*,*-test,*_test}.${scripts}`,
];

export function isTestFile(file: string): boolean {
  return endings.test(file);
}

/** Whether a file can have tests, by what it is written in. */
export function isScript(file: string): boolean {
  return /\.(?:[cm]?[jt]s|[jt]sx)$/.test(file) && !/\.d\.[cm]?ts$/.test(file);
}
