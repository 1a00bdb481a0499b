import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A Node.js that tests may run programs with. */
export interface NodeExecutable {
  /** Without a leading `v`, such as `24.21.0`. */
  readonly version: string;
  /** Absolute. */
  readonly path: string;
}

/** Tests are bundled into out/, beside test/. */
const installed = join(__dirname, '../test/nodes/node_modules');

const aliases = ['node-18', 'node-22', 'node-24', 'node-26'];

/**
 * The running Node first, then those that `npm test` has installed, oldest first.
 *
 * Only the running one where they are not installed (not Linux on x64, or a test file that was
 * started by hand before the set-up).
 */
export function nodeExecutables(): readonly NodeExecutable[] {
  const running = { version: process.versions.node, path: process.execPath };
  return [
    running,
    ...aliases
      .map((alias) => join(installed, alias, 'bin/node'))
      .filter((path) => existsSync(path))
      .map((path) => ({ version: versionOf(path), path })),
  ];
}

/** The Node of one major version, where it is there. */
export function nodeOfMajor(major: number): NodeExecutable | undefined {
  return nodeExecutables().find(({ version }) => version.startsWith(`${major}.`));
}

function versionOf(path: string): string {
  return execFileSync(path, ['--version'], { encoding: 'utf8' }).trim().slice(1);
}
