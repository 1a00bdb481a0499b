import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { env } from 'node:process';
import { clearInterval, setInterval } from 'node:timers';
import { root } from '../scripts/runCommand.mjs';

const lookEveryMillis = 20;

/**
 * Runs a command and watches the memory of its process and all that it starts; Linux only.
 *
 * @returns {Promise<{ seconds: number, peakBytes: number, output: string }>} the most that was resident at once; what
 *   went to standard output, and to standard error where that was empty
 */
export async function watchedRun(command, parameters, more = {}) {
  const start = performance.now();
  const child = spawn(command, parameters, { cwd: root, env: { ...env, ...more } });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (errors = (errors + text).slice(-4_000)));
  let peakBytes = 0;
  const watch = setInterval(
    () => (peakBytes = Math.max(peakBytes, residentOf(child.pid))),
    lookEveryMillis,
  );
  await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
  clearInterval(watch);
  return {
    seconds: (performance.now() - start) / 1000,
    peakBytes,
    output: output.trim() === '' ? errors : output,
  };
}

/** Bytes of a process and of all below it; of one that is gone none. */
function residentOf(pid) {
  try {
    const [, pages] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    const below = children === '' ? [] : children.split(' ').map(residentOf);
    return below.reduce((sum, bytes) => sum + bytes, Number(pages) * 4_096);
  } catch {
    return 0;
  }
}
