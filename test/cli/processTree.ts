import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Whether this system tells who is whose child (Linux does). */
export const hasProcessTree = existsSync('/proc/self/task');

/** Process ids of all living descendants of a process. */
export function descendantsOf(pid: number): number[] {
  const tasks = `/proc/${pid}/task`;
  const children = attempt(() => readdirSync(tasks), [])
    .flatMap((task) =>
      attempt(() => readFileSync(`${tasks}/${task}/children`, 'utf8'), '').split(' '),
    )
    .filter((word) => word !== '')
    .map(Number)
    .filter(isAlive);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

/** A process that is dead and not yet reaped by its parent counts as gone. */
export function isAlive(pid: number): boolean {
  const status = attempt(() => readFileSync(`/proc/${pid}/status`, 'utf8'), '');
  return status !== '' && !/^State:\s+[ZX]/m.test(status);
}

/** Resolves when all processes are gone; fails if one is not after `within` milliseconds. The system tells nobody, so this looks. */
export async function assertGone(pids: readonly number[], within: number): Promise<void> {
  const deadline = performance.now() + within;
  while (pids.some(isAlive)) {
    assert.ok(performance.now() < deadline, `still there: ${pids.filter(isAlive).join(', ')}`);
    await pause(20);
  }
}

/** Files below /proc vanish with their process, between any two looks. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
