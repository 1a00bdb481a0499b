import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface InstalledNode {
  /** `running`, or the name of its package in test/nodes, such as `node-24`. */
  readonly name: string;
  readonly executable: string;
}

/** The Node that runs the tests, and those installed in test/nodes that are supported: 18 and newer. */
export function installedNodes(): readonly InstalledNode[] {
  const folder = join(__dirname, '..', 'test', 'nodes', 'node_modules');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return [
    { name: 'running', executable: process.execPath },
    ...names
      .filter((name) => Number(/^node-(\d+)$/.exec(name)?.[1]) >= 18)
      .map((name) => ({ name, executable: join(folder, name, 'bin', 'node') }))
      .filter(({ executable }) => existsSync(executable)),
  ];
}
