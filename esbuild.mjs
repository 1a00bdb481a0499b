// Builds dist/ (what ships); with --tests also out/: every test as one file, so that it runs on any Node.
import { build } from 'esbuild';
import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledLicenses } from './scripts/bundledLicenses.mjs';
import { unitTestFiles } from './scripts/testFiles.mjs';

const withTests = process.argv.includes('--tests');
const minify = process.argv.includes('--minify');

/** Scripts that run inside the target are shipped as text; they must not be transformed. */
const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  loader: { '.target.js': 'text' },
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
};

/** chrome-remote-interface carries the whole protocol as JSON (0.5 MB) for a lookup that we never ask it to make. */
const stubProtocolDescription = {
  name: 'stub-protocol-description',
  setup(plugin) {
    plugin.onLoad({ filter: /chrome-remote-interface[\\/]lib[\\/]protocol\.json$/ }, () => ({
      contents: '{"domains":[]}',
      loader: 'json',
    }));
  },
};

const shipped = {
  extension: 'src/extension/extension.ts',
  adapter: 'src/adapter/main.ts',
  cli: 'src/cli/main.ts',
};

const { metafile } = await build({
  ...common,
  entryPoints: shipped,
  outdir: 'dist',
  external: ['vscode'],
  plugins: [stubProtocolDescription],
  // libraries that are ES modules ask for it (fdir, by createRequire); a CommonJS bundle has none
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: `const importMetaUrl = require('node:url').pathToFileURL(__filename).href;` },
  minify,
  metafile: true,
});
const pages = await buildPages('dist');
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', bundledLicenses([metafile, pages.metafile]));
await buildLaunched('dist');

if (withTests) {
  // What was built from a source that is gone would be found as the compiled output of another.
  rmSync('out', { recursive: true, force: true });
  await build({
    ...common,
    // test/core/verdict.test.ts → out/core.verdict.test.js: flat, so that __dirname is out/ for all of them
    entryPoints: Object.fromEntries(unitTestFiles().map(({ name, source }) => [name, source])),
    outdir: 'out',
    packages: 'external',
    sourcesContent: true,
  });
  await buildLaunched('out');
}

/** What runs in the webviews, whose browser is at least that of the oldest VS Code that we run in. */
async function buildPages(outdir) {
  return build({
    entryPoints: ['src/webview/growth/growth.ts', 'src/webview/growth/growth.css'],
    outdir,
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'chrome128',
    legalComments: 'none', // in THIRD-PARTY-LICENSES.txt
    logLevel: 'warning',
    minify,
    metafile: true,
  });
}

/** What a launched process preloads and runs; files of their own, because Node needs paths. */
async function buildLaunched(outdir) {
  // Loaded by test runners as what they are, CommonJS or ES modules.
  for (const name of readdirSync('src/runners/holds')) {
    copyFileSync(join('src/runners/holds', name), join(outdir, name));
  }
  const launched = {
    outdir,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    bundle: true,
    minify,
  };
  await build({
    ...launched,
    entryPoints: ['src/inspector/process/gate.js', 'src/inspector/process/harness.js'],
  });
  await build({
    ...launched,
    entryPoints: ['src/inspector/process/announce.js'],
    // So that stacks and heaps show it as ours, not as the program's, and that it is told by it.
    footer: { js: '//# sourceURL=leak-loop:announce' },
  });
}
