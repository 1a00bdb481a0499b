// What `leak-loop check --tests` costs on the own tests of real packages, by what the suite costs itself.
//
//   npm run bench:suites                          every suite below
//   npm run bench:suites -- --only avvio          those whose package's name contains this
//                        --files 'test/lib/*.js'  these of its test files
//
// Measured: the plain run (Node's own runner, one file after the other, the median of three), the check, and
// the collections that it forced (as its reports tell). The ratio is check / (plain run + forced collections).
// The table goes to test-results/suites.md as well, the check's report to test-results/suite-<package>.json.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { execPath } from 'node:process';
import { parseArgs } from 'node:util';
import { globSync } from 'tinyglobby';
import { markdownTable } from '../scripts/repeatCases.mjs';
import { resultsFolder, root, runLogged } from '../scripts/runCommand.mjs';
import { setUpProject, setUpSuites } from '../scripts/setUp.mjs';

const suites = ['@fastify/error', 'avvio', 'find-my-way'];

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    files: { type: 'string', default: 'test/**/*.test.js' },
  },
});

await Promise.all([setUpProject(), setUpSuites()]);
await runLogged('suites-build', execPath, ['esbuild.mjs']);
const rows = [];
for (const name of suites.filter((suite) => suite.includes(options.only))) {
  rows.push(await measure(name));
}
const table = markdownTable(rows);
writeFileSync(join(resultsFolder, 'suites.md'), table);
console.log(`\n${table}`);

async function measure(name) {
  const folder = copyOf(name);
  try {
    const plain = await plainSeconds(name, folder);
    const report = join(resultsFolder, `suite-${name.replace(/\W+/g, '-')}.json`);
    const check = await seconds(
      () =>
        runLogged('suite-check', execPath, [
          ...['dist/cli.js', 'check', '--tests', join(folder, options.files), '--json', report],
        ]).catch(() => undefined), // leaks, or tests that cannot be run twice: the report has them
    );
    return { package: name, ...figures(JSON.parse(readFileSync(report, 'utf8')), plain, check) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Outside of node_modules, which globs leave out, with the same packages around it. */
function copyOf(name) {
  const folder = mkdtempSync(join(tmpdir(), 'leak-loop-suite-'));
  const modules = join(root, 'bench/suites/node_modules');
  cpSync(join(modules, name), folder, { recursive: true });
  symlinkSync(modules, join(folder, 'node_modules'));
  return folder;
}

async function plainSeconds(name, folder) {
  const run = () =>
    runLogged('suite-plain', execPath, [
      ...['--test', '--test-concurrency=1'],
      ...globSync(options.files, { cwd: folder, absolute: true }).sort(),
    ]).catch(() => undefined); // a test of its place in the package's own repository may fail here
  const times = [];
  for (let time = 0; time < 3; time++) times.push(await seconds(run));
  return times.sort((a, b) => a - b)[1];
}

async function seconds(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}

function figures({ checks }, plain, check) {
  const reports = checks.flatMap(({ report }) => report ?? []);
  const forced = sum(reports.map(({ loop }) => loop.collections.millis)) / 1_000;
  const count = (verdict) => reports.filter((report) => report.verdict === verdict).length;
  return {
    tests: checks.length,
    'plain run': `${plain.toFixed(1)} s`,
    'forced collections': `${forced.toFixed(1)} s`,
    check: `${check.toFixed(1)} s`,
    ratio: (check / (plain + forced)).toFixed(2),
    clean: count('clean') + count('bounded'),
    leak: count('leak'),
    unclear: count('unclear'),
    'not measured': checks.length - reports.length,
    snapshots: reports.filter(({ phases }) => phases.snapshot !== undefined).length,
  };
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
