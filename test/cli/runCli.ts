import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** What a finished run of the built command line left. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command line; tests run in the project's folder. */
export const cliFile = join(process.cwd(), 'dist', 'cli.js');

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the running process, to stop it, say. */
  readonly whileRunning?: (child: ChildProcess) => void;
}

/** Runs `node dist/cli.js …` to its end; nothing is a terminal. */
export function runCli(words: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cliFile, ...words], {
      cwd: options.cwd,
      env: { ...process.env, FORCE_COLOR: '', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    options.whileRunning?.(child);
  });
}
