import { holdScript } from './holdScript';
import { titlePattern, type TestRunner } from './testRunner';

/** Node's own runner: a test file is a program. */
export const nodeTest: TestRunner = {
  name: 'node:test',
  modules: ['node:test'],
  configFiles: /^$/,
  testPaths: /(?:^|\/)(?:test\/|test(?:-[^/]*)?\.\w+$)|[-_]test\.\w+$/,
  loadsTypeScript: () => Promise.resolve(false),
  command: ({ file, title, nodeArgs }) => ({
    args: [
      ...nodeArgs,
      ...(title === undefined ? [] : [`--test-name-pattern=${titlePattern(title)}`]),
      `--import=${holdScript('holdNodeTest.mjs').url}`,
      file,
    ],
  }),
};
