import type { ChildProcess } from 'node:child_process';
import { ProcessUsage } from './processUsage';

/** Ends a process that leads a group of its own, and all that it has started. */
export function endTree(child: ChildProcess): void {
  if (child.pid !== undefined && process.platform !== 'win32') {
    // Those with a group of their own (`detached`) are known by their parent alone, while it lives.
    const descendants = new ProcessUsage(child.pid).descendants();
    for (const pid of [-child.pid, ...descendants]) end(pid);
  }
  child.kill('SIGKILL');
}

/** @param pid of a process, or of a group if it is negative */
function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone already
  }
}
