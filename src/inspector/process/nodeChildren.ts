import { readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { ProcessUsage } from './processUsage';

/** A Node process that another has started, and what it runs. */
export interface NodeChild {
  readonly pid: number;
  readonly main: string;
}

/** The Node processes that a process of this machine has started, with those that they did; only Linux tells. */
export async function nodeChildren(pid: number): Promise<readonly NodeChild[]> {
  const pids = new ProcessUsage(pid).descendants();
  const found = await Promise.all(pids.map(nodeChild));
  return found.filter((child) => child !== undefined);
}

async function nodeChild(pid: number): Promise<NodeChild | undefined> {
  const executable = await readlink(`/proc/${String(pid)}/exe`).catch(() => ''); // it is gone, or not ours
  if (!/^node/i.test(basename(executable))) return undefined;
  const line = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '');
  const [, ...words] = line.split('\0').filter(Boolean);
  return { pid, main: words.find((word) => !word.startsWith('-')) ?? 'node' };
}
