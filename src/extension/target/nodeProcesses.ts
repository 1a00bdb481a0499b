import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';

/** A Node.js process of this machine. */
export interface NodeProcess {
  readonly pid: number;
  /** Its executable first. */
  readonly command: readonly string[];
  /** Working directory; undefined where the system does not tell. */
  readonly cwd?: string;
}

const run = promisify(execFile);

/**
 * The Node.js processes that may be looked at, the newest first.
 *
 * @throws Error when the system's own list of processes cannot be read
 */
export async function listNodeProcesses(platform = process.platform): Promise<NodeProcess[]> {
  const processes = await (platform === 'linux'
    ? fromProc()
    : platform === 'win32'
      ? fromPowerShell()
      : fromPs());
  return processes.filter(isNode).sort((a, b) => b.pid - a.pid);
}

/** Debian's smallest systems have no `ps`. */
async function fromProc(): Promise<NodeProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const processes = await Promise.all(
    pids.map(async (pid) => {
      try {
        const [text, executable, cwd] = await Promise.all([
          readFile(`/proc/${pid}/cmdline`, 'utf8'),
          readlink(`/proc/${pid}/exe`),
          readlink(`/proc/${pid}/cwd`),
        ]);
        const [, ...rest] = text.replace(/\0$/, '').split('\0');
        return { pid: Number(pid), command: [executable, ...rest], cwd };
      } catch {
        return undefined; // of another user, or gone
      }
    }),
  );
  return processes.filter((each) => each !== undefined);
}

async function fromPs(): Promise<NodeProcess[]> {
  const { stdout } = await run('ps', ['-axww', '-o', 'pid=,command=']);
  return stdout.split('\n').flatMap((line) => {
    const [, pid, command] = /^\s*(\d+)\s+(.+)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), command: command!.split(' ') }];
  });
}

async function fromPowerShell(): Promise<NodeProcess[]> {
  const query =
    'Get-CimInstance Win32_Process -Filter "Name = \'node.exe\'" | Select-Object ProcessId, ExecutablePath, CommandLine | ConvertTo-Json';
  const { stdout } = await run('powershell.exe', ['-NoProfile', '-Command', query]);
  const rows = [JSON.parse(stdout || '[]') as unknown].flat() as {
    readonly ProcessId: number;
    readonly ExecutablePath: string | null;
    readonly CommandLine: string | null;
  }[];
  return rows.map(({ ProcessId, ExecutablePath, CommandLine }) => ({
    pid: ProcessId,
    command: [
      ExecutablePath ?? 'node.exe',
      ...(CommandLine ?? '').replace(/^("[^"]*"|\S+)\s*/, '').split(' '),
    ],
  }));
}

function isNode({ command: [executable = ''] }: NodeProcess): boolean {
  return /^node(js)?(-\d+)?(\.exe)?$/.test(basename(executable.replaceAll('\\', '/')));
}
