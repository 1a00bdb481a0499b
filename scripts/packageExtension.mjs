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
  const { size } = statSync(file);
  if (size > maxSize) {
    throw new Error(
      `The VSIX has ${size} bytes, more than ${maxSize}: vsce ls shows what is in it.`,
    );
  }
  return file;
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
