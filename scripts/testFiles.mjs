import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './runCommand.mjs';

/**
 * What a test file needs for itself: `nothing`, as it only computes; its process's `memory`, which no
 * other process disturbs, so that two may run at a time; or the machine's `time`, so that it runs alone.
 *
 * @typedef {'nothing' | 'memory' | 'time'} Measured
 */

/** Layers whose tests only compute. */
const computingLayers = ['core', 'extension', 'fuzz'];
/** Where it matters how long something takes: to answer, to stop, to slow down. */
const timed =
  /^(adapter\.|faults\.|engine\.fixtures\.slowdowns|inspector\.(guardedRun|inspectorClient|launchTarget|loopDriver))/;

/**
 * Unit tests as built to out/, by layer: the folder below test/, `project` for files directly in it.
 *
 * @returns {{ layer: string, name: string, source: string, file: string, measured: Measured }[]}
 */
export function unitTestFiles() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter(
      (path) =>
        /\.test\.ts$/.test(path) && !/^(fixtures|e2e|nodes|runners)\/|node_modules/.test(path),
    )
    .sort()
    .map((path) => {
      const layer = path.includes('/') ? path.split('/')[0] : 'project';
      const name = path.replace(/\.ts$/, '').replaceAll('/', '.');
      return {
        ...{ layer, name, source: `test/${path}`, file: `out/${name}.js` },
        measured: measuredBy(layer, name),
      };
    });
}

/** @returns {Measured} */
function measuredBy(layer, name) {
  if (computingLayers.includes(layer)) return 'nothing';
  return timed.test(name) ? 'time' : 'memory';
}

/** What takes as long as all others together: begun first, it ends with them. */
const longest = 'inhost.test.mjs';

/** Tests in the real VS Code: no build step of their own. */
export function editorTestFiles() {
  return readdirSync(join(root, 'test/e2e'))
    .filter((name) => name.endsWith('.test.mjs'))
    .sort((a, b) => Number(b === longest) - Number(a === longest) || a.localeCompare(b))
    .map((name) => ({ name: name.replace(/\.mjs$/, ''), file: `test/e2e/${name}` }));
}
