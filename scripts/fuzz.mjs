// Gives everything that reads what others have written thousands of damaged inputs, and says what broke.
//
//   npm run fuzz                            18,000 inputs, 10,800 of them heap snapshots
//   npm run fuzz -- --inputs 50000 --seed 7
//
// The same seed gives the same inputs. Ends with 1 where one crashed, hung, or took too much.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { parseArgs } from 'node:util';
import { resultsFolder, runCommand } from './runCommand.mjs';
import { setUpProject } from './setUp.mjs';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '18000' },
    seed: { type: 'string', default: '1' },
  },
});

await setUpProject();
await runCommand(execPath, ['esbuild.mjs', '--tests']);
mkdirSync(resultsFolder, { recursive: true });
const results = join(resultsFolder, 'fuzz.jsonl');
rmSync(results, { force: true });
const code = await runCommand(execPath, ['--test', 'out/fuzz.fuzz.test.js'], {
  env: {
    ...env,
    LEAK_LOOP_FUZZ_INPUTS: values.inputs,
    LEAK_LOOP_FUZZ_SEED: values.seed,
    LEAK_LOOP_FUZZ_RESULTS: results,
  },
});
const rows = readFileSync(results, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
console.log(`\nSeed ${values.seed}`);
console.table(
  rows.map(({ name, inputs, refused, slowest, greediest, crashes }) => ({
    what: name,
    inputs,
    refused,
    'slowest (ms)': Math.round(slowest),
    'greediest (MB)': Math.round(greediest / 2 ** 20),
    crashes: crashes.length,
  })),
);
process.exit(code);
