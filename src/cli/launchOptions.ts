import { resolve } from 'node:path';
import type { LaunchTarget } from '../diagnose';
import { UsageError } from '../errors';
import type { OptionValues } from './options';
import { statsOf } from '../statsOf';

/**
 * How the process is to be started.
 *
 * @throws UsageError with the remedy
 */
export function launchOptions(values: OptionValues, cwd: string): LaunchTarget {
  const { node } = values;
  return {
    kind: 'launch',
    // a bare name is looked up in PATH
    ...(node === undefined ? {} : { node: /[\\/]/.test(node) ? resolve(cwd, node) : node }),
    nodeArgs: values['node-arg'] ?? [],
    cwd: folderOption(values, cwd),
    env: environmentOptions(values),
  };
}

function environmentOptions(values: OptionValues): Record<string, string> {
  const pairs = (values.env ?? []).map((text): [string, string] => {
    const sign = text.indexOf('=');
    if (sign < 1) {
      throw new UsageError(`--env takes NAME=VALUE, such as --env PORT=0 (got "${text}")`);
    }
    return [text.slice(0, sign), text.slice(sign + 1)];
  });
  return Object.fromEntries(pairs);
}

function folderOption(values: OptionValues, cwd: string): string {
  const folder = resolve(cwd, values.cwd ?? '.');
  if (!statsOf(folder)?.isDirectory()) {
    throw new UsageError(`--cwd takes an existing folder (got "${values.cwd ?? ''}")`);
  }
  return folder;
}
