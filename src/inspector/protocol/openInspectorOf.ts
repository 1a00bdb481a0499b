import { readFile, readdir, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../errors';
import { said } from '../../core/report/sentence';

export interface OpenedInspector {
  readonly port: number;
  /** Whether it listens only because we asked it to. */
  readonly wasOpened: boolean;
}

/** Where Node opens its inspector when it is signalled, unless it was started with another port. */
const defaultPort = 9229;
const patienceMillis = 5_000;
const pauseMillis = 25;

/**
 * Asks a running Node process to open its inspector, as Node does for SIGUSR1, and finds the port.
 * A process that does not handle that signal would be ended by it: it gets none.
 *
 * @throws UserError `inspector-unavailable`, `not-node`
 */
export async function openInspectorOf(pid: number, signal: AbortSignal): Promise<OpenedInspector> {
  checkAlive(pid);
  if (process.platform !== 'linux') {
    process.kill(pid, 'SIGUSR1');
    return { port: defaultPort, wasOpened: true };
  }
  await checkHandlesSignal(pid);
  const before = await listeningPorts(pid);
  process.kill(pid, 'SIGUSR1');
  const wanted = [...(await portsOnCommandLine(pid)), defaultPort].filter((port) => port > 0);
  // Where the inspector listens already, nothing new is opened: it is at the port that was asked for.
  const open = wanted.find((port) => before.has(port));
  if (open !== undefined) return { port: open, wasOpened: false };
  const end = performance.now() + patienceMillis;
  while (performance.now() < end) {
    for (const port of await listeningPorts(pid)) {
      if (!before.has(port)) return { port, wasOpened: true };
    }
    await delay(pauseMillis, undefined, { signal });
  }
  // Somebody else has the port, most likely: who answers there will tell.
  return { port: wanted[0]!, wasOpened: false };
}

/** Whether there is such a process on this machine, whoever it belongs to. */
export function isProcess(pid: number): boolean {
  return signalError(pid) !== 'ESRCH';
}

function checkAlive(pid: number): void {
  const code = signalError(pid);
  if (code === undefined) return;
  const isForeign = code === 'EPERM';
  throw new UserError(
    'inspector-unavailable',
    isForeign
      ? said`Process ${String(pid)} belongs to another user. Run Leak Loop as that user, or start the process with --inspect and give its port.`
      : said`There is no process ${String(pid)}. Look for its pid again, or give the port of its inspector.`,
  );
}

/** Why a process cannot be signalled. */
function signalError(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

/** SIGUSR1, as a bit of the masks in /proc/<pid>/status. */
const signalBit = 1n << 9n;

async function checkHandlesSignal(pid: number): Promise<void> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
  const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0';
  const executable = basename(await readlink(`/proc/${String(pid)}/exe`).catch(() => ''));
  if ((BigInt(`0x${caught}`) & signalBit) !== 0n && /node/i.test(executable)) return;
  throw new UserError(
    'not-node',
    said`Process ${String(pid)} (${executable}) is not known to be Node.js waiting for SIGUSR1, which would end any other. If it is Node, start it with --inspect=0 and give the port that it prints.`,
  );
}

async function portsOnCommandLine(pid: number): Promise<number[]> {
  const line = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8');
  return line.split('\0').flatMap((word) => {
    const port = /^--inspect(?:-brk|-wait|-port)?=(?:.*:)?(\d+)$/.exec(word)?.[1];
    return port === undefined ? [] : [Number(port)];
  });
}

/** State of a listening socket in /proc/net/tcp. */
const listening = '0A';

/** The TCP ports at which a process listens. */
async function listeningPorts(pid: number): Promise<ReadonlySet<number>> {
  const inodes = new Set<string>();
  const folder = `/proc/${String(pid)}/fd`;
  for (const name of await readdir(folder).catch(() => [])) {
    const link = await readlink(`${folder}/${name}`).catch(() => '');
    const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
    if (inode !== undefined) inodes.add(inode);
  }
  const ports = new Set<number>();
  for (const table of ['tcp', 'tcp6']) {
    const text = await readFile(`/proc/${String(pid)}/net/${table}`, 'utf8').catch(() => '');
    for (const line of text.split('\n').slice(1)) {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      if (state === listening && inodes.has(inode)) {
        ports.add(Number.parseInt(local.split(':')[1] ?? '', 16));
      }
    }
  }
  return ports;
}
