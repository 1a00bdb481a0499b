import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The licences of the packages whose code is in a bundle, as they want to be passed on with it.
 *
 * @param {readonly import('esbuild').Metafile[]} metafiles
 * @returns {string} one text, packages by name
 */
export function bundledLicenses(metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  return [...folders].map(notice).sort().join('\n\n---\n\n');
}

/** `node_modules/a/node_modules/@b/c/index.js` → `node_modules/a/node_modules/@b/c` */
function packageFolder(input) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
}

function notice(folder) {
  const at = resolve(folder);
  const { name, version, license } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
  const file = readdirSync(at).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined || !existsSync(join(at, file))) {
    throw new Error(`${name} comes without its licence: see whether it may be bundled.`);
  }
  return `${name} ${version} (${license})\n\n${readFileSync(join(at, file), 'utf8').trim()}`;
}
