import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { namesTypeScriptLoader } from '../inspector/process/preloads';
import { holdScript } from './holdScript';
import { installedPackage } from './installedPackage';
import { readManifest } from './manifest';
import { titlePattern, type TestRunner } from './testRunner';

const configFiles = /^\.mocharc\.(?:[cm]?js|ya?ml|jsonc?)$/;

export const mocha: TestRunner = {
  name: 'mocha',
  packageName: 'mocha',
  modules: ['mocha'],
  configFiles,
  configKey: 'mocha',
  testPaths: /^test\//, // --recursive is as common as not
  loadsTypeScript: async (folder) => {
    const names = (await readdir(folder)).filter((name) => configFiles.test(name));
    const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    const { mocha: inManifest = {} } = await readManifest(folder);
    return [...files, JSON.stringify(inManifest)].some(namesTypeScriptLoader);
  },
  command: ({ file, folder, title, nodeArgs }) => ({
    args: [
      ...nodeArgs,
      installedPackage('mocha', folder).bin,
      '--no-parallel',
      '--timeout=0',
      '--retries=0',
      `--require=${holdScript('holdMocha.mjs').path}`,
      ...(title === undefined ? [] : [`--grep=${titlePattern(title)}`]),
      file,
    ],
  }),
};
