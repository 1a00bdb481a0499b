import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { UserError } from '../../src/errors';
import {
  runnableFile,
  type RunnableFile,
  type RunnableFileRequest,
} from '../../src/inspector/process/runnableFile';
import { installedNodes } from '../installedNodes';
import { textOf } from '../../src/core/report/sentence';

const require = createRequire(__filename);

const erasable =
  'export const list: number[] = [];\nexport function add(n: number): void { list.push(n); }\n';
const withEnum = `enum Size { Small }\n${erasable}export const size = Size.Small;\n`;

test('JavaScript runs as it is, also by a path relative to the working folder', async (t) => {
  const project = new Project(t, { 'src/a.mjs': 'export {};', 'b.cjs': '' });
  assert.deepEqual(await project.run('src/a.mjs'), {
    file: project.path('src/a.mjs'),
    extraNodeArgs: [],
    warnings: [],
    how: 'as it is',
  });
  assert.equal((await project.run('./b.cjs')).file, project.path('b.cjs'));
});

test('a file that is not there, or no file, is said so with its path', async (t) => {
  const project = new Project(t, { 'src/a.js': '' });
  await assert.rejects(project.run('src/gone.ts'), isUserError('file-not-found', /gone\.ts/));
  await assert.rejects(project.run('src'), isUserError('file-not-found', /not a file: .*src/));
});

test("the user's own loader runs the source, however it is named", async (t) => {
  const project = new Project(t, {
    'src/a.ts': withEnum,
    'register.mjs':
      "import { register } from 'node:module';\nregister('ts-node/esm', import.meta.url);\n",
    'agent.mjs': 'globalThis.agent = true;\n',
  });
  project.compile({ outDir: 'dist' });
  const how = async (nodeArgs: string[], options = ''): Promise<string> =>
    (await project.run('src/a.ts', { nodeArgs, env: { NODE_OPTIONS: options } })).how;
  const own = 'by the loader of its node arguments';
  assert.equal(await how(['--import', 'tsx']), own);
  assert.equal(await how(['--import=tsx']), own);
  assert.equal(await how(['-r', 'ts-node/register']), own);
  assert.equal(await how(['--experimental-loader=./hooks.mjs']), own);
  assert.equal(await how(['--experimental-strip-types']), own);
  assert.equal(await how(['--import', './register.mjs']), own);
  assert.equal(await how([], '--max-old-space-size=512 --require "@swc-node/register"'), own);
  assert.equal(await how(['--import', './agent.mjs', '-r', 'dotenv/config']), 'compiled');
  assert.equal(await how(['--enable-source-maps', '--import', './gone.mjs']), 'compiled');
});

for (const [layout, options, output] of [
  ['outDir and rootDir', { outDir: 'dist', rootDir: 'src' }, 'dist/deep/a.js'],
  ['outDir, where rootDir follows from the files', { outDir: 'dist' }, 'dist/a.js'],
  ['an unusual outDir', { outDir: 'target/js', rootDir: '.' }, 'target/js/src/deep/a.js'],
  ['output beside the source', {}, 'src/deep/a.js'],
  [
    'an inline source map',
    { outDir: 'dist', sourceMap: false, inlineSourceMap: true },
    'dist/a.js',
  ],
  ['sources in the map', { outDir: 'dist', inlineSources: true }, 'dist/a.js'],
  ['a sourceRoot', { outDir: 'dist', sourceRoot: '../src/deep' }, 'dist/a.js'],
] as const) {
  test(`compiled output is found by its source map: ${layout}`, async (t) => {
    const project = new Project(t, { 'src/deep/a.ts': withEnum });
    project.compile(options, 'rootDir' in options ? options.rootDir : 'src/deep');
    const runnable = await project.run('src/deep/a.ts');
    assert.equal(runnable.file, project.path(output));
    assert.equal(runnable.how, 'compiled');
    assert.deepEqual(project.exports(runnable), ['add', 'list', 'size']);
  });
}

test('a tsconfig.json that extends another, with comments, tells where output is', async (t) => {
  const project = new Project(t, {
    'packages/app/src/a.mts': erasable,
    'packages/app/tsconfig.json':
      '{ // comments\n "extends": "../../tsconfig.base.json", "compilerOptions": { "rootDir": "src", }, "include": ["src"] }',
    'tsconfig.base.json': JSON.stringify({
      compilerOptions: { ...compilerOptions, outDir: 'output' },
    }),
  });
  project.tsc('packages/app');
  const runnable = await project.run('packages/app/src/a.mts');
  assert.equal(runnable.file, project.path('output/a.mjs'));
});

test('output that no tsconfig.json tells of is found through the maps in build folders', async (t) => {
  const project = new Project(t, {
    'src/a.ts': withEnum,
    'src/main.ts': "export * from './a';\n",
    'package.json': '{}',
  });
  const esbuild = require.resolve('esbuild/bin/esbuild');
  execFileSync(
    esbuild,
    [
      'src/main.ts',
      '--bundle',
      '--platform=node',
      '--sourcemap',
      '--outfile=build/all/bundle.js',
      '--log-level=error',
    ],
    { cwd: project.folder },
  );
  assert.equal((await project.run('src/a.ts')).file, project.path('build/all/bundle.js'));
});

test('output that is older than its source comes last, with a warning', async (t) => {
  const project = new Project(t, { 'src/a.ts': withEnum });
  project.compile({ outDir: 'dist' });
  project.write('src/a.ts', `// changed\n${withEnum}`);
  project.setAge('dist/a.js', 60);
  const runnable = await project.run('src/a.ts');
  assert.equal(runnable.how, 'compiled before it was changed');
  assert.deepEqual(runnable.warnings.map(textOf), [
    `${join('dist', 'a.js')} is older than ${join('src', 'a.ts')}: build first.`,
  ]);
  project.install('tsx');
  assert.equal((await project.run('src/a.ts')).how, 'by tsx');
});

test('output is up to date, whatever its time, if its map carries the same text', async (t) => {
  const project = new Project(t, { 'src/a.ts': withEnum });
  project.compile({ outDir: 'dist', inlineSources: true });
  project.setAge('dist/a.js', 3600);
  assert.equal((await project.run('src/a.ts')).how, 'compiled');
});

test("the project's tsx runs what is not compiled", async (t) => {
  const project = new Project(t, {
    'src/a.ts': withEnum,
    'src/b.tsx': 'export const b: number = 1;',
  });
  project.install('tsx');
  const runnable = await project.run('src/a.ts');
  assert.equal(runnable.how, 'by tsx');
  assert.deepEqual(project.exports(runnable), ['add', 'list', 'size']);
  const args = async (nodeVersion: string): Promise<string | undefined> =>
    (await project.run('src/b.tsx', { nodeVersion })).extraNodeArgs[0];
  assert.equal(await args('v18.18.2'), '--loader');
  assert.equal(await args('v18.19.0'), '--import');
  assert.equal(await args('v20.5.1'), '--loader');
  assert.equal(await args('v20.6.0'), '--import');
  assert.equal(await args('v26.1.0-nightly'), '--import');
});

test('Node strips the types itself, from the version on that can', async (t) => {
  const project = new Project(t, {
    'a.ts': erasable,
    'b.tsx': erasable,
    'node_modules/c/c.ts': erasable,
  });
  const args = async (nodeVersion: string, nodeArgs: string[] = []): Promise<readonly string[]> =>
    (await project.run('a.ts', { nodeVersion, nodeArgs })).extraNodeArgs;
  assert.deepEqual(await args('v22.6.0'), ['--experimental-strip-types']);
  assert.deepEqual(await args('v22.17.1'), ['--experimental-strip-types']);
  assert.deepEqual(await args('v22.18.0'), []);
  assert.deepEqual(await args('v23.5.0'), ['--experimental-strip-types']);
  assert.deepEqual(await args('v23.6.0'), []);
  assert.deepEqual(await args('v26.0.0'), []);
  const refused = isUserError('not-compiled', /sourceMap.*tsx.*22\.18/);
  await assert.rejects(args('v22.5.1'), refused);
  await assert.rejects(args('v24.0.0', ['--no-experimental-strip-types']), refused);
  await assert.rejects(project.run('b.tsx', { nodeVersion: 'v24.0.0' }), refused);
  await assert.rejects(project.run('node_modules/c/c.ts', { nodeVersion: 'v24.0.0' }), refused);
});

for (const { name, executable } of installedNodes()) {
  test(`what is decided works, on Node ${name}`, async (t) => {
    const nodeVersion = execFileSync(executable, ['--version'], { encoding: 'utf8' }).trim();
    const project = new Project(t, { 'a.ts': erasable });
    const strips = Number(/\d+/.exec(nodeVersion)) >= 22;
    if (strips) {
      const stripped = await project.run('a.ts', { nodeVersion });
      assert.equal(stripped.how, 'by type stripping');
      assert.deepEqual(project.exports(stripped, executable), ['add', 'list']);
    } else {
      await assert.rejects(
        project.run('a.ts', { nodeVersion }),
        isUserError('not-compiled', /a\.ts/),
      );
    }
    project.install('tsx');
    const loaded = await project.run('a.ts', { nodeVersion });
    assert.equal(loaded.how, 'by tsx');
    assert.deepEqual(project.exports(loaded, executable), ['add', 'list']);
  });
}

test('what type stripping cannot run is taken from older output, else run with a warning', async (t) => {
  const sources = {
    'enum.ts': withEnum,
    'namespace.ts': 'namespace A { export const b = 1; }\nexport const c = A.b;\n',
    'properties.ts': 'export class A { constructor(readonly a: number) {} }\n',
    'extensionless.ts': "import { list } from './erasable';\nexport const l = list;\n",
    'erasable.ts': erasable,
    'types.ts':
      "import type { A } from './properties';\n// enum Size {}\nexport const a: A[] = [];\n",
    'extension.ts': "import { list } from './erasable.ts';\nexport const l = list;\n",
  };
  const project = new Project(t, sources);
  const nodeVersion = 'v24.0.0';
  const warnings = async (file: string): Promise<string> =>
    (await project.run(file, { nodeVersion })).warnings.map(textOf).join();
  assert.match(await warnings('enum.ts'), /declares an enum, .*install tsx/);
  assert.match(await warnings('namespace.ts'), /declares a namespace/);
  assert.match(await warnings('properties.ts'), /declares parameter properties/);
  assert.match(await warnings('extensionless.ts'), /imports '\.\/erasable', /);
  for (const fine of ['erasable.ts', 'types.ts', 'extension.ts'])
    assert.equal(await warnings(fine), '');
  project.compile(
    { outDir: 'dist', allowImportingTsExtensions: true, rewriteRelativeImportExtensions: true },
    '.',
  );
  for (const file of Object.keys(sources)) project.setAge(`dist/${file.replace('.ts', '.js')}`, 60);
  const how = async (file: string): Promise<string> =>
    (await project.run(file, { nodeVersion })).how;
  assert.equal(await how('enum.ts'), 'compiled before it was changed');
  assert.equal(await how('erasable.ts'), 'by type stripping');
});

test('output without a source map is named in the error', async (t) => {
  const project = new Project(t, { 'src/a.ts': withEnum });
  project.compile({ outDir: 'dist', sourceMap: false });
  await assert.rejects(
    project.run('src/a.ts'),
    isUserError('not-compiled', /dist.a\.js has no source map/),
  );
});

const compilerOptions = {
  target: 'ES2022',
  module: 'CommonJS',
  moduleResolution: 'bundler',
  sourceMap: true,
  skipLibCheck: true,
  types: [],
  noEmitOnError: false,
};

/** A project of its own in a temporary folder: no tool of ours is reachable from it. */
class Project {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'leak-loop-project-')));

  constructor(t: TestContext, files: Readonly<Record<string, string>>) {
    t.after(() => rmSync(this.folder, { recursive: true }));
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  path(path: string): string {
    return join(this.folder, path);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  compile(options: object, root = 'src'): void {
    this.write(
      'tsconfig.json',
      JSON.stringify({ compilerOptions: { ...compilerOptions, ...options } }),
    );
    // Before TypeScript 6 the common folder of all files was the root, which a tsconfig.json need not say.
    this.tsc('.', '--rootDir', root);
  }

  /** The real compiler, as a user runs it; type errors do not keep it from writing. */
  tsc(project: string, ...args: string[]): void {
    const tsc = require.resolve('typescript/bin/tsc');
    try {
      execFileSync(process.execPath, [tsc, '-p', project, ...args], {
        cwd: this.folder,
        encoding: 'utf8',
      });
    } catch (error) {
      assert.ok(error instanceof Error && 'stdout' in error);
      assert.doesNotMatch(String(error.stdout), /error TS(?:5|6)/);
    }
  }

  install(name: string): void {
    mkdirSync(this.path('node_modules'), { recursive: true });
    const folder = dirname(require.resolve(`${name}/package.json`));
    symlinkSync(folder, this.path(`node_modules/${name}`), 'junction');
  }

  setAge(path: string, seconds: number): void {
    const time = Date.now() / 1000 - seconds;
    utimesSync(this.path(path), time, time);
  }

  /** As by a Node that cannot run TypeScript, unless a test says another. */
  run(file: string, request: Partial<RunnableFileRequest> = {}): Promise<RunnableFile> {
    return runnableFile({
      file,
      nodeVersion: 'v20.20.0',
      nodeArgs: [],
      env: {},
      cwd: this.folder,
      ...request,
    });
  }

  /** What the file exports when a real Node imports it as decided. */
  exports({ file, extraNodeArgs }: RunnableFile, node = process.execPath): readonly string[] {
    this.write(
      'importer.cjs',
      `import(${JSON.stringify(pathToFileURL(file).href)}).then((m) => console.log(JSON.stringify(Object.keys(m))))`,
    );
    const output = execFileSync(node, [...extraNodeArgs, this.path('importer.cjs')], {
      cwd: this.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const names = JSON.parse(output) as readonly string[];
    return names.filter((name) => !/^(?:default|module\.exports|__esModule)$/.test(name)).sort();
  }
}

function isUserError(code: string, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof UserError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  };
}
