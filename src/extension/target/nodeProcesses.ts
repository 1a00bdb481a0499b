import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';

/** A Node.js process of this machine. */
export interface NodeProcess {
  readonly pid: number;
  /** Its executable first. */
  readonly command: readonly string[];
  /** Process that started it, or took it over. */
  readonly parent: number;
  /** Working directory; undefined where the system does not tell. */
  readonly cwd?: string;
}

const run = promisify(execFile);

/**
 * The Node.js processes that may be looked at, the newest first: without this one and those that it descends from.
 *
 * @param self that of the process which looks
 * @throws Error when the system's own list of processes cannot be read
 */
export async function listNodeProcesses(
  platform = process.platform,
  self = process.pid,
): Promise<NodeProcess[]> {
  const processes = await (platform === 'linux'
    ? fromProc()
    : platform === 'win32'
      ? fromPowerShell()
      : fromPs());
  const line = lineOf(self, processes);
  return processes
    .filter((each) => isNode(each) && !line.has(each.pid))
    .sort((a, b) => b.pid - a.pid);
}

/** A process with all that it descends from. */
function lineOf(pid: number, processes: readonly NodeProcess[]): ReadonlySet<number> {
  const parents = new Map(processes.map((each) => [each.pid, each.parent]));
  const line = new Set<number>();
  for (let at: number | undefined = pid; at !== undefined && !line.has(at); at = parents.get(at)) {
    line.add(at);
  }
  return line;
}

/** Debian's smallest systems have no `ps`. */
async function fromProc(): Promise<NodeProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const processes = await Promise.all(
    pids.map(async (pid) => {
      try {
        const [text, stat, executable, cwd] = await Promise.all([
          readFile(`/proc/${pid}/cmdline`, 'utf8'),
          readFile(`/proc/${pid}/stat`, 'utf8'),
          readlink(`/proc/${pid}/exe`),
          readlink(`/proc/${pid}/cwd`),
        ]);
        const [, ...rest] = text.replace(/\0$/, '').split('\0');
        // behind the name, which may have anything in it: the state, then the parent
        const parent = Number(/.*\) \S+ (\d+)/s.exec(stat)?.[1] ?? 0);
        return { pid: Number(pid), parent, command: [executable, ...rest], cwd };
      } catch {
        return undefined; // of another user, or gone
      }
    }),
  );
  return processes.filter((each) => each !== undefined);
}

async function fromPs(): Promise<NodeProcess[]> {
  const { stdout } = await run('ps', ['-axww', '-o', 'pid=,ppid=,command=']);
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.+)$/.exec(line) ?? [];
    return pid === undefined
      ? []
      : [{ pid: Number(pid), parent: Number(parent), command: command!.split(' ') }];
  });
}

async function fromPowerShell(): Promise<NodeProcess[]> {
  const query =
    'Get-CimInstance Win32_Process -Filter "Name = \'node.exe\'" | Select-Object ProcessId, ParentProcessId, ExecutablePath, CommandLine | ConvertTo-Json';
  const { stdout } = await run('powershell.exe', ['-NoProfile', '-Command', query]);
  const rows = [JSON.parse(stdout || '[]') as unknown].flat() as {
    readonly ProcessId: number;
    readonly ParentProcessId: number;
    readonly ExecutablePath: string | null;
    readonly CommandLine: string | null;
  }[];
  return rows.map(({ ProcessId, ParentProcessId, ExecutablePath, CommandLine }) => ({
    pid: ProcessId,
    parent: ParentProcessId,
    command: [
      ExecutablePath ?? 'node.exe',
      ...(CommandLine ?? '').replace(/^("[^"]*"|\S+)\s*/, '').split(' '),
    ],
  }));
}

function isNode({ command: [executable = ''] }: NodeProcess): boolean {
  return /^node(js)?(-\d+)?(\.exe)?$/.test(basename(executable.replaceAll('\\', '/')));
}
