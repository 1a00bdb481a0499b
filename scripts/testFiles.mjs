import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './runCommand.mjs';

/** Layers whose tests only compute: they may run beside each other. All others watch live processes. */
const parallelLayers = ['core', 'extension'];

/**
 * Unit tests as built to out/, by layer: the folder below test/, `project` for files directly in it.
 *
 * @returns {{ layer: string, name: string, file: string, parallel: boolean }[]}
 */
export function unitTestFiles() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter(
      (path) => /\.test\.ts$/.test(path) && !/^(fixtures|e2e|nodes)\/|node_modules/.test(path),
    )
    .sort()
    .map((path) => {
      const layer = path.includes('/') ? path.split('/')[0] : 'project';
      const name = path.replace(/\.ts$/, '').replaceAll('/', '.');
      return { layer, name, file: `out/${name}.js`, parallel: parallelLayers.includes(layer) };
    });
}

/** Tests in the real VS Code: no build step of their own. */
export function editorTestFiles() {
  return readdirSync(join(root, 'test/e2e'))
    .filter((name) => name.endsWith('.test.mjs'))
    .sort()
    .map((name) => ({ name: name.replace(/\.mjs$/, ''), file: `test/e2e/${name}` }));
}
