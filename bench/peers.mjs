// The same leak, found by Leak Loop and by what a user has otherwise: time to the answer, peak memory, the answer.
//
//   npm run bench:peers                      heaps of 4 (nothing else in it), 30, 125 and 500 MB
//   npm run bench:peers -- --megabytes 30    heaps of these sizes
//                        --tools leakLoop,memlab
//                        --times 3           runs of each; the median counts (1)
//
// - **leakLoop**: `leak-loop run`, from the start of the process to the line.
// - **memlab**: three snapshots of a process that calls the function, and `findLeaksBySnapshotFilePaths`.
// - **devtools**: two snapshots, and the comparison of Chrome DevTools' own worker.
// - **twoCounts**: two snapshots, and types of which there is one more for each call, as fuite looks for them.
//
// Peak memory is that of all processes of a tool together, the process that leaks among them, looked at every 20 ms.
// The table goes to test-results/peers.md as well.
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { execPath } from 'node:process';
import { parseArgs } from 'node:util';
import { markdownTable } from '../scripts/repeatCases.mjs';
import { resultsFolder, root, runLogged } from '../scripts/runCommand.mjs';
import { setUpHeapPeers, setUpProject } from '../scripts/setUp.mjs';
import { watchedRun } from './watchedRun.mjs';
import { median } from './median.mjs';

const tools = {
  leakLoop: runLeakLoop,
  memlab: (megabytes) => runOnSnapshots('memlabLeaks', 3, megabytes),
  devtools: (megabytes) => runOnSnapshots('devtoolsComparison', 2, megabytes),
  twoCounts: (megabytes) => runOnSnapshots('twoCounts', 2, megabytes),
};
const roomy = '--max-old-space-size=16000';

const { values: options } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '4,30,125,500' },
    tools: { type: 'string', default: Object.keys(tools).join(',') },
    times: { type: 'string', default: '1' },
  },
});

await setUpProject();
await setUpHeapPeers();
mkdirSync(resultsFolder, { recursive: true });
await runLogged('peers-build', execPath, ['esbuild.mjs']);
await buildDevtoolsWorker();
const rows = [];
for (const megabytes of options.megabytes.split(',')) rows.push(...(await measureAll(megabytes)));
const table = markdownTable(rows);
writeFileSync(join(resultsFolder, 'peers.md'), table);
console.log(`\n${table}`);

async function measureAll(megabytes) {
  const names = options.tools.split(',');
  const runs = new Map(names.map((name) => [name, []]));
  for (let time = 0; time < Number(options.times); time++) {
    for (const name of names) {
      const run = await tools[name](megabytes);
      runs.get(name).push(run);
      console.log(`${megabytes} MB, ${name}: ${JSON.stringify(run)}`);
    }
  }
  const ours = runs.has('leakLoop')
    ? median(runs.get('leakLoop').map(({ seconds }) => seconds))
    : NaN;
  return names.map((tool) => {
    const all = runs.get(tool);
    const seconds = median(all.map((run) => run.seconds));
    return {
      heap: `${megabytes} MB`,
      tool,
      seconds: seconds.toFixed(1),
      '× ours': (seconds / ours).toFixed(1),
      'peak memory': `${(median(all.map(({ peakBytes }) => peakBytes)) / 2 ** 20).toFixed(0)} MB`,
      answer: all[0].answer,
    };
  });
}

async function runLeakLoop(megabytes) {
  const report = join(resultsFolder, 'peers.json');
  const parameters = ['dist/cli.js', 'run', 'bench/heap/program.cjs#open', '--args', '[i]'];
  const run = await watchedRun(execPath, [...parameters, '--json', report, `--node-arg=${roomy}`], {
    MEGABYTES: megabytes,
  });
  const { suspects } = JSON.parse(readFileSync(report, 'utf8'));
  const [{ type, leakRoot, growthSite }] = suspects;
  const answer = `${type.name}, held by ${leakRoot.name}, added in line ${growthSite?.location.line}`;
  return { ...run, answer };
}

async function runOnSnapshots(tool, count, megabytes) {
  const folder = mkdtempSync(join(resultsFolder, 'snapshots-'));
  const snapshots = Array.from({ length: count }, (_, at) =>
    join(folder, `${at + 1}.heapsnapshot`),
  );
  const start = performance.now();
  try {
    const made = await watchedRun(
      execPath,
      [roomy, '--expose-gc', 'bench/heap/tools/leakingProcess.cjs', folder, String(count)],
      { MEGABYTES: megabytes },
    );
    const read = await watchedRun(execPath, [roomy, `bench/heap/tools/${tool}.mjs`, ...snapshots]);
    const last = read.output.trimEnd().split('\n').at(-1);
    return {
      seconds: (performance.now() - start) / 1000,
      peakBytes: Math.max(made.peakBytes, read.peakBytes),
      answer: last.startsWith('{') ? JSON.parse(last).answer : `failed: ${last.slice(0, 80)}`,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** From the sources of DevTools, whose translations are made by its own build. */
async function buildDevtoolsWorker() {
  const stubLocales = {
    name: 'stub-locales',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\/locales\.js$/ }, ({ path }) => ({ path, namespace: 'stub' }));
      onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
        contents: `export const LOCALES = ['en-US'], BUNDLED_LOCALES = ['en-US'], DEFAULT_LOCALE = 'en-US', REMOTE_FETCH_PATTERN = '', LOCAL_FETCH_PATTERN = '';`,
      }));
    },
  };
  const folder =
    'bench/heap/node_modules/chrome-devtools-frontend/front_end/entrypoints/heap_snapshot_worker';
  await build({
    stdin: {
      contents: `
        export { HeapSnapshotLoader } from './HeapSnapshotLoader.ts';
        export { SecondaryInitManager } from './HeapSnapshot.ts';`,
      resolveDir: join(root, folder),
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile: join(root, 'out/bench/devtoolsWorker.mjs'),
    plugins: [stubLocales],
  });
}
