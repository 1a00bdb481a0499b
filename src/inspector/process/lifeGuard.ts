import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Ends a process and its group when we end, in whatever way. A process that is stuck in an endless loop does not see
 * that its connection to us is gone, and who was killed ends nobody: a shell waits for the end of us, which costs
 * some 100 kB.
 *
 * Windows has no such shell: there a stuck process stays where we are killed.
 *
 * @param child leads a group of its own
 */
export function guardLife(child: ChildProcess): AsyncDisposable {
  if (child.pid === undefined || process.platform === 'win32') return unguarded;
  const guard = spawn('/bin/sh', ['-c', waitAndKill, String(child.pid)], {
    cwd: '/',
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true, // what ends us from a terminal does not end it first
  });
  const gone = new Promise<void>((resolve) => {
    guard.once('error', () => resolve()); // no shell: all else is as ever
    guard.once('exit', () => resolve());
  });
  guard.stdin.on('error', nothing); // it went first
  // Whoever has nothing else to do may end, and is noticed.
  guard.unref();
  (guard.stdin as { unref?(): void }).unref?.();
  return {
    [Symbol.asyncDispose]: () => {
      guard.ref();
      guard.kill('SIGKILL');
      return gone;
    },
  };
}

const unguarded: AsyncDisposable = { [Symbol.asyncDispose]: () => Promise.resolve() };

/** Nobody writes: reading ends with us. */
const waitAndKill = 'read -r line; kill -s KILL -- "-$0"';

function nothing(): void {
  // see where it is used
}
