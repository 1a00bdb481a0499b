import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { holdScript } from './holdScript';
import { installedPackage } from './installedPackage';
import { titlePattern, type TestRunner } from './testRunner';

export const vitest: TestRunner = {
  name: 'vitest',
  packageName: 'vitest',
  modules: ['vitest'],
  configFiles: /^vitest\.config\.[cm]?[jt]s$/,
  loadsTypeScript: () => Promise.resolve(true),
  command: ({ file, folder, title, nodeArgs }) => {
    const require = createRequire(installedPackage('vitest', folder).manifest);
    const url = (specifier: string): string => pathToFileURL(require.resolve(specifier)).href;
    const settings = {
      file,
      runner: holdScript('holdVitest.mjs').path,
      ...(title === undefined ? {} : { titlePattern: titlePattern(title) }),
      node: url('vitest/node'),
      runners: url('vitest/runners'),
      tasks: url('@vitest/runner'),
    };
    return {
      env: { LEAK_LOOP_VITEST: JSON.stringify(settings) },
      args: [...nodeArgs, holdScript('startVitest.mjs').path],
    };
  },
};
