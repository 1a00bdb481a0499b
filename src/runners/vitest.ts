import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { holdScript } from './holdScript';
import { installedPackage } from './installedPackage';
import { titlePattern, type TestRunner } from './testRunner';

export const vitest: TestRunner = {
  name: 'vitest',
  packageName: 'vitest',
  modules: ['vitest'],
  globals: /\bvi\.\w+\s*[(<]/,
  configFiles: /^vitest\.config\.[cm]?[jt]s$/,
  loadsTypeScript: () => Promise.resolve(true),
  command: ({ file, folder, title, nodeArgs }) => {
    const { manifest } = installedPackage('vitest', folder);
    const require = createRequire(manifest);
    const url = (specifier: string): string => pathToFileURL(require.resolve(specifier)).href;
    const settings = {
      file,
      runner: holdScript('holdVitest.mjs').path,
      ...(title === undefined ? {} : { titlePattern: titlePattern(title) }),
      node: url('vitest/node'),
      module: moduleUrl(manifest),
      major: versionOf(manifest)[0],
      // From 4.1 on, `vitest` itself has the runner to extend; asked for at the former place it complains.
      ...(isBefore(manifest, 4, 1)
        ? { base: url('vitest/runners'), tasks: url('@vitest/runner') }
        : {}),
    };
    return {
      env: { LEAK_LOOP_VITEST: JSON.stringify(settings) },
      args: [...nodeArgs, holdScript('startVitest.mjs').path],
    };
  },
};

/** Of `vitest` as it is imported; what is required only says that it must not be. */
function moduleUrl(manifest: string): string {
  return pathToFileURL(join(dirname(manifest), 'dist/index.js')).href;
}

function isBefore(manifest: string, major: number, minor: number): boolean {
  const [ownMajor, ownMinor] = versionOf(manifest);
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}

/** Major and minor. */
function versionOf(manifest: string): readonly [number, number] {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}
