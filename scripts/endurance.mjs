// Leak Loop loops itself: its parser, a whole diagnosis, a session of its debug adapter, and judges what stays.
//
//   npm run endurance                       200 runs of each
//   npm run endurance -- --runs 50 --only diagnosis
//
// The reports go to test-results/endurance.json. Ends with 1 where something leaks.
import { build } from 'esbuild';
import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { execPath } from 'node:process';
import { parseArgs } from 'node:util';
import { resultsFolder, runCommand } from './runCommand.mjs';
import { setUpProject } from './setUp.mjs';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '200' }, only: { type: 'string', default: '' } },
});

await setUpProject();
await runCommand(execPath, ['esbuild.mjs', '--tests']);
const checks = readdirSync('test/endurance').filter((name) => name.includes(values.only));
await build({
  entryPoints: Object.fromEntries(
    checks.map((name) => [`endurance.${basename(name, '.ts')}`, join('test/endurance', name)]),
  ),
  outdir: 'out', // beside what a launched process preloads
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  loader: { '.target.js': 'text' },
  packages: 'external',
  sourcemap: 'linked',
});
mkdirSync(resultsFolder, { recursive: true });
process.exit(
  await runCommand(execPath, [
    'dist/cli.js',
    'check',
    ...checks.map((name) => `out/endurance.${basename(name, '.ts')}.js`),
    ...['--max-calls', values.runs, '--time-budget', '36000', '--call-timeout', '120'],
    ...['--json', join(resultsFolder, 'endurance.json')],
  ]),
);
