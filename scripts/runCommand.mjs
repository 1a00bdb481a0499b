import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, absolute, without a slash at the end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** Where logs, pictures and counts of a run go; not committed. */
export const resultsFolder = join(root, 'test-results');

/**
 * Runs a program and shows what it prints.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit code; 1 where a signal ended it
 */
export function runCommand(command, parameters, options = {}) {
  return exitCode(spawn(command, parameters, { cwd: root, stdio: 'inherit', ...options }));
}

/**
 * Runs a program and keeps what it prints in `test-results/<name>.log`.
 *
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @throws Error with the end of the log when it fails
 */
export async function runLogged(name, command, parameters, options = {}) {
  mkdirSync(resultsFolder, { recursive: true });
  const logFile = join(resultsFolder, `${name}.log`);
  const log = createWriteStream(logFile);
  const child = spawn(command, parameters, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const code = await exitCode(child);
  await new Promise((resolve) => log.end(resolve));
  if (code !== 0) {
    const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-25).join('\n');
    throw new Error(`${[command, ...parameters].join(' ')} ended with ${code}:\n${tail}`);
  }
}

function exitCode(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
