/** The endings of a leak check's file. */
const endings = /\.leak\.[cm]?[jt]s$/;

/** All of them below a folder, as a glob. */
export const checkFiles = '**/*.leak.{js,mjs,cjs,ts,mts,cts}';

export function isCheckFile(file: string): boolean {
  return endings.test(file);
}

/** What a leak check is called: `sessions` for `checks/sessions.leak.ts`. */
export function checkName(file: string): string {
  return (file.split(/[\\/]/).at(-1) ?? file).replace(endings, '');
}
