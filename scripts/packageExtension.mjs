// Makes the VSIX: `npm run package` puts it into the project's folder.
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { argv, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { resultsFolder, root, runLogged } from './runCommand.mjs';

/** Bytes; everybody who installs it downloads them. */
const maxSize = 1_000_000;

/**
 * Builds and packages the extension as it ships.
 *
 * @param {string} [file] absolute path of the VSIX; in test-results/ unless given
 * @returns {Promise<string>} that path
 */
export async function packageExtension(file = join(resultsFolder, 'leak-loop.vsix')) {
  mkdirSync(resultsFolder, { recursive: true });
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  // Everything that runs is bundled into dist/.
  await runLogged('package', execPath, [vsce, 'package', '--no-dependencies', '--out', file]);
  await checkFiles();
  const { size } = statSync(file);
  if (size > maxSize) {
    throw new Error(
      `The VSIX has ${size} bytes, more than ${maxSize}: vsce ls shows what is in it.`,
    );
  }
  return file;
}

/** All that ships. The command line does not, nor what an older build left in dist/. */
const shipped = [
  ...['package.json', 'package.nls.json', 'package.nls.de.json'],
  ...['README.md', 'CHANGELOG.md', 'LICENSE'],
  ...['l10n/bundle.l10n.json', 'l10n/bundle.l10n.de.json', 'examples/sessions/sessions.js'],
  ...['media/icon.png', 'media/leak-loop.svg'],
  ...['run', 'read', 'fix', 'verify'].flatMap((step) =>
    ['dark', 'light'].map((theme) => `media/walkthrough/${step}-${theme}.webp`),
  ),
  ...[
    ...['extension.js', 'adapter.js', 'growth.js', 'growth.css', 'THIRD-PARTY-LICENSES.txt'],
    ...['announce.js', 'gate.js', 'harness.js', 'hold.js', 'holdJest.js', 'holdMocha.mjs'],
    ...['holdNodeTest.mjs', 'holdVitest.mjs', 'reportJest.js', 'startVitest.mjs'],
  ].map((name) => `dist/${name}`),
];

async function checkFiles() {
  // The tests' own script imports this file before any package is installed.
  const { listFiles, PackageManager } = await import('@vscode/vsce');
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  const given = new Set(files);
  const problems = [
    ...files.filter((name) => !shipped.includes(name)).map((name) => `${name} must not ship`),
    ...shipped.filter((name) => !given.has(name)).map((name) => `${name} is missing`),
  ];
  if (problems.length > 0)
    throw new Error(`The VSIX is not as it should be: ${problems.join(', ')}.`);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  try {
    const file = await packageExtension(join(root, `${name}-${version}.vsix`));
    console.log(`${file} (${Math.round(statSync(file).size / 1024)} KiB)`);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
