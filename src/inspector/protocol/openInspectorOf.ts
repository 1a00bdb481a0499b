import { readFile, readdir, readlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../errors';
import { listAt } from './listedTargets';
import { said } from '../../core/report/sentence';

export interface OpenedInspector {
  readonly port: number;
  /** Whether it listens only because we asked it to. */
  readonly wasOpened: boolean;
}

/** Where Node opens its inspector when it is signalled, unless it was started with another port. */
const defaultPort = 9229;
/** It opens beside the program, also beside one that computes; later there is one already. */
const usualMillis = 1_000;
const patienceMillis = 5_000;
const pauseMillis = 25;

/**
 * Asks a running Node process to open its inspector, as Node does for SIGUSR1, and finds the port.
 * A process that does not handle that signal would be ended by it: it gets none.
 *
 * @throws UserError `inspector-unavailable`, `not-node`
 */
export async function openInspectorOf(
  pid: number,
  signal: AbortSignal,
  platform = process.platform,
): Promise<OpenedInspector> {
  checkAlive(pid);
  return platform === 'linux' ? openOnLinux(pid, signal) : openElsewhere(pid, signal);
}

async function openOnLinux(pid: number, signal: AbortSignal): Promise<OpenedInspector> {
  await checkHandlesSignal(pid);
  const before = await listeningPorts(pid);
  const asked = await portsAskedFor(pid);
  const wanted = [...asked, defaultPort].filter((port) => port > 0);
  // Where the inspector listens already, nothing new is opened: it is at the port that was asked for.
  const open =
    wanted.find((port) => before.has(port)) ??
    (asked.includes(0) ? await inspectorAmong(before, signal) : undefined);
  if (open !== undefined) return { port: open, wasOpened: false };
  askToOpen(pid);
  const opens = (millis: number): Promise<number | undefined> =>
    within(millis, signal, async () =>
      [...(await listeningPorts(pid))].find((port) => !before.has(port)),
    );
  const soon = await opens(usualMillis);
  if (soon !== undefined) return { port: soon, wasOpened: true };
  const own = await inspectorAmong(before, signal);
  if (own !== undefined) return { port: own, wasOpened: false };
  const late = await opens(patienceMillis);
  if (late !== undefined) return { port: late, wasOpened: true };
  // Somebody else has the port, most likely: who answers there will tell.
  return { port: wanted[0]!, wasOpened: false };
}

/** What listens at the usual port before it is asked for stays open afterwards, whoever it belongs to. */
async function openElsewhere(pid: number, signal: AbortSignal): Promise<OpenedInspector> {
  const port = defaultPort;
  if (await listensAt(port)) return { port, wasOpened: false };
  askToOpen(pid);
  const isOpen = await within(patienceMillis, signal, async () =>
    (await listensAt(port)) ? true : undefined,
  );
  return { port, wasOpened: isOpen === true };
}

/** Node on Windows, which has no signals, has a function for it. */
function askToOpen(pid: number): void {
  const { _debugProcess: debugProcess } = process as { _debugProcess?: (pid: number) => void };
  if (process.platform === 'win32') debugProcess!(pid);
  else process.kill(pid, 'SIGUSR1');
}

/** What `look` finds sooner or later. */
async function within<Found>(
  millis: number,
  signal: AbortSignal,
  look: () => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const end = performance.now() + millis;
  while (performance.now() < end) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(pauseMillis, undefined, { signal });
  }
  return undefined;
}

/** Other servers of the process get a request that they do not know. */
async function inspectorAmong(
  ports: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<number | undefined> {
  for (const port of ports) {
    const targets = await listAt(port, signal).catch(() => []);
    signal.throwIfAborted();
    if (targets.some(({ type }) => type === 'node')) return port;
  }
  return undefined;
}

function listensAt(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
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

/** Where its inspector is to listen: at ports that it was started with, of which 0 leaves the choice to it. */
async function portsAskedFor(pid: number): Promise<number[]> {
  const words = (await readFile(`/proc/${String(pid)}/cmdline`, 'utf8')).split('\0');
  const variables = await readFile(`/proc/${String(pid)}/environ`, 'utf8').catch(() => '');
  const options = /(?:^|\0)NODE_OPTIONS=([^\0]*)/.exec(variables)?.[1] ?? '';
  return [...words, ...options.split(' ')].flatMap((word) => {
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
