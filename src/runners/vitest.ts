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
    const { manifest, bin } = installedPackage('vitest', folder);
    const require = createRequire(manifest);
    const modules = {
      runners: pathToFileURL(require.resolve('vitest/runners')).href,
      tasks: pathToFileURL(require.resolve('@vitest/runner')).href,
    };
    return {
      env: { LEAK_LOOP_VITEST: JSON.stringify(modules) },
      args: [
        ...nodeArgs,
        bin,
        'run',
        '--pool=forks',
        '--no-file-parallelism',
        '--maxConcurrency=1',
        '--coverage.enabled=false',
        '--testTimeout=0',
        '--hookTimeout=0',
        '--retry=0',
        `--runner=${holdScript('holdVitest.mjs').path}`,
        ...(title === undefined ? [] : [`--testNamePattern=${titlePattern(title)}`]),
        file,
      ],
    };
  },
};
