import { holdScript } from './holdScript';
import { installedPackage } from './installedPackage';
import { titlePattern, type TestRunner } from './testRunner';

export const jest: TestRunner = {
  name: 'jest',
  packageName: 'jest',
  modules: ['@jest/globals'],
  globals: /\bjest\.\w+\s*[(<]/,
  configFiles: /^jest\.config\.(?:[cm]?[jt]s|json)$/,
  configKey: 'jest',
  testPaths: /(?:^|\/)__tests__\//,
  loadsTypeScript: () => Promise.resolve(true),
  command: ({ file, folder, title, nodeArgs }) => ({
    args: [
      ...nodeArgs,
      installedPackage('jest', folder).bin,
      '--runInBand',
      '--ci', // writes no snapshots
      '--maxConcurrency=1',
      '--coverage=false',
      '--watch=false',
      `--testTimeout=${String(noTimeoutMillis)}`,
      `--reporters=${holdScript('reportJest.js').path}`,
      `--testRunner=${holdScript('holdJest.js').path}`,
      ...(title === undefined ? [] : [`--testNamePattern=${titlePattern(title)}`]),
      '--runTestsByPath',
      file,
    ],
  }),
};

/** What a timer can take at most. */
const noTimeoutMillis = 2 ** 31 - 1;
