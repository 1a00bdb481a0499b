// How the time of a diagnosis grows with the heap, the calls, what they leave behind, the causes and the chain.
//
//   npm run bench:scaling                         all axes
//   npm run bench:scaling -- --axes causes,links  these
//
// One axis at a time, all else small. Each step is told with its exponent: time ~ size^exponent since the step before;
// 1 is linear. The loop gets its time by itself (it ends when its budget does), so what follows it counts: tracking,
// V8's snapshot, reading and analysing it, watching. Peak memory is that of engine and process together. The table goes
// to test-results/scaling.md as well.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { parseArgs } from 'node:util';
import { markdownTable } from '../scripts/repeatCases.mjs';
import { resultsFolder, runLogged } from '../scripts/runCommand.mjs';
import { setUpProject } from '../scripts/setUp.mjs';
import { watchedRun } from './watchedRun.mjs';

const small = { megabytes: 4, calls: 255, survivors: 1, causes: 1, links: 1 };
const axes = {
  megabytes: [15, 30, 60, 120],
  calls: [1_023, 4_095, 16_383, 65_535],
  survivors: [10, 40, 160, 640],
  causes: [10, 40, 160, 640],
  links: [100, 1_000, 10_000, 100_000],
};

const { values: options } = parseArgs({
  options: { axes: { type: 'string', default: Object.keys(axes).join(',') } },
});

await setUpProject();
mkdirSync(resultsFolder, { recursive: true });
await runLogged('scaling-build', execPath, ['esbuild.mjs']);
const rows = [];
for (const axis of options.axes.split(',')) rows.push(...(await measureAxis(axis)));
const table = markdownTable(rows);
writeFileSync(join(resultsFolder, 'scaling.md'), table);
console.log(`\n${table}`);

async function measureAxis(axis) {
  const steps = [];
  for (const size of axes[axis]) {
    const run = await measure({ ...small, [axis]: size });
    const before = steps.at(-1);
    const exponent =
      before === undefined
        ? ''
        : (Math.log(run.seconds / before.seconds) / Math.log(size / before.size)).toFixed(2);
    steps.push({ axis, size, ...run, exponent });
    console.log(JSON.stringify(steps.at(-1)));
  }
  return steps.map(({ axis, size, seconds, exponent, loop, analyse, peakBytes, causes }) => ({
    axis,
    size: size.toLocaleString('en'),
    'loop s': loop.toFixed(1),
    'explained s': seconds.toFixed(1),
    exponent,
    'parsed and analysed s': analyse.toFixed(1),
    'peak memory': `${(peakBytes / 2 ** 20).toFixed(0)} MB`,
    causes,
  }));
}

async function measure({ megabytes, calls, survivors, causes, links }) {
  const report = join(resultsFolder, 'scaling.json');
  const { peakBytes } = await watchedRun(
    execPath,
    [
      ...['dist/cli.js', 'run', 'bench/heap/scalable.cjs#keep', '--max-calls', String(calls)],
      ...['--json', report, '--node-arg=--max-old-space-size=16000', '--memory-budget', '4000'],
    ],
    { MEGABYTES: megabytes, CAUSES: causes, SURVIVORS: survivors, LINKS: links },
  );
  const { phases, suspects } = JSON.parse(readFileSync(report, 'utf8'));
  const { launch, warmUp = 0, loop, ...rest } = phases;
  const seconds = Object.values(rest).reduce((sum, millis) => sum + millis, 0) / 1_000;
  const analyse = ((rest.parse ?? 0) + (rest.analyse ?? 0)) / 1_000;
  return {
    seconds,
    loop: (warmUp + loop) / 1_000,
    analyse,
    peakBytes,
    causes: suspects.length,
    launch,
  };
}
