/** The endings of a test file's name. */
const endings = /\.(?:test|spec)\.(?:[cm]?[jt]s|[jt]sx)$/;

/** All of them below a folder, as a glob. */
export const testFiles = '**/*.{test,spec}.{js,mjs,cjs,jsx,ts,mts,cts,tsx}';

export function isTestFile(file: string): boolean {
  return endings.test(file);
}
