import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { resultsFolder, runCommand } from './runCommand.mjs';

/** For one file: long enough for the slowest, short enough that a test that hangs is named instead of ending CI. */
const timeoutMillis = 40 * 60_000;

/**
 * Runs test files with Node's test runner, shows its report and counts.
 *
 * @param {string} name of this group, for `test-results/<name>.tap`
 * @param {readonly string[]} files relative to the project
 * @param {{ concurrency: number, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 */
export async function runTestFiles(name, files, { concurrency, env }) {
  mkdirSync(resultsFolder, { recursive: true });
  const tap = join(resultsFolder, `${name}.tap`);
  rmSync(tap, { force: true });
  const code = await runCommand(
    execPath,
    [
      '--enable-source-maps',
      '--test',
      `--test-concurrency=${concurrency}`,
      `--test-timeout=${timeoutMillis}`,
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...['--test-reporter=tap', `--test-reporter-destination=${tap}`],
      ...files,
    ],
    env === undefined ? {} : { env },
  );
  const counts = countTap(readFileSync(tap, 'utf8'));
  // A runner that fails without naming a test (or counts none) must not pass for a good run.
  const unnamed = (code !== 0 && counts.failed === 0) || counts.passed + counts.failed === 0;
  return unnamed ? { ...counts, failed: counts.failed + 1 } : counts;
}

/** The totals at the end of a TAP stream; a cancelled test counts as failed. */
function countTap(text) {
  const total = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return {
    passed: total('pass'),
    failed: total('fail') + total('cancelled'),
    skipped: total('skipped') + total('todo'),
  };
}
