// How much it costs to read a heap snapshot and to know its paths, dominators and retained sizes: ours and others'.
//
//   npm run bench:heap                              small, 125 MB and 500 MB heaps
//   npm run bench:heap -- --megabytes 30,1000       heaps of these sizes
//                      --readers leakLoop,memlab    the floor and these readers only
//                      --traced                     snapshots with allocation stacks
//                      --times 5                    runs of each; the median counts (3)
//
// Each run is a process of its own, one reader after the other, all of them once before any a second time, so that
// whatever else the machine does falls on all alike. Figures are ratios: CPU by that of the byte scan, which only
// touches each byte, and memory by the size of the file. The table goes to test-results/heap.md as well.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { parseArgs } from 'node:util';
import { markdownTable } from '../scripts/repeatCases.mjs';
import { resultsFolder, root } from '../scripts/runCommand.mjs';
import { setUpHeapPeers, setUpProject } from '../scripts/setUp.mjs';
import { median } from './median.mjs';

const floor = 'byteScan';
const readers = [
  'leakLoop',
  'heapSnapshotToolkit',
  'memlab',
  'v8HeapParser',
  'v8Heapsnapshot',
  'heapsnapshotParser',
];

const { values: options } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '10,125,500' },
    readers: { type: 'string', default: readers.join(',') },
    traced: { type: 'boolean', default: false },
    times: { type: 'string', default: '3' },
  },
});

await setUpProject();
await setUpHeapPeers();
await build({
  stdin: {
    contents: `
      export { SnapshotParser } from './src/core/heap/snapshotParser';
      export { edgeLabel } from './src/core/heap/heapGraph';
      export { indexHeap, nameOf } from './src/core/heap/heapIndex';`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  outfile: join(root, 'out/bench/heapCore.mjs'),
});
const folder = join(resultsFolder, 'heaps');
mkdirSync(folder, { recursive: true });
const rows = options.megabytes.split(',').flatMap((megabytes) => measureAll(megabytes));
const table = markdownTable(rows);
writeFileSync(join(resultsFolder, 'heap.md'), table);
console.log(`\n${table}`);

function measureAll(megabytes) {
  const file = join(folder, `${megabytes}${options.traced ? '-traced' : ''}.heapsnapshot`);
  const traced = options.traced ? ['--traced'] : [];
  node(['bench/heap/makeSnapshot.cjs', megabytes, file, ...traced]);
  const names = [floor, ...options.readers.split(',')];
  const runs = new Map(names.map((name) => [name, []]));
  for (let time = 0; time < Number(options.times); time++) {
    for (const name of names) {
      const run = measure(name, file);
      runs.get(name).push(run);
      console.log(`${megabytes} MB heap, ${name}: ${JSON.stringify(run)}`);
    }
  }
  const { size } = statSync(file);
  rmSync(file);
  const floorCpu = median(runs.get(floor).map(({ cpuSeconds }) => cpuSeconds));
  return names.map((name) => row(megabytes, size, name, runs.get(name), floorCpu));
}

function measure(name, file) {
  const { stdout, stderr } = node(
    ['--max-old-space-size=16000', 'bench/heap/measure.mjs', name, file],
    { mayFail: true },
  );
  const last = stdout.trimEnd().split('\n').at(-1);
  return last.startsWith('{')
    ? JSON.parse(last)
    : {
        failure:
          stderr
            .trim()
            .split('\n')
            .find((line) => /error|panic/i.test(line)) ?? 'ended',
      };
}

function row(megabytes, size, name, runs, floorCpu) {
  const heap = `${megabytes} MB`;
  const file = `${(size / 1e6).toFixed(0)} MB`;
  const { failure } = runs.find((run) => run.failure !== undefined) ?? {};
  if (failure !== undefined) return { heap, file, reader: name, 'CPU s': failure };
  const cpu = runs.map(({ cpuSeconds }) => cpuSeconds);
  const peak = median(runs.map(({ peakBytes }) => peakBytes));
  const [{ answers }] = runs;
  return {
    heap,
    file,
    reader: name,
    'CPU s': median(cpu).toFixed(2),
    range: `${Math.min(...cpu).toFixed(2)}–${Math.max(...cpu).toFixed(2)}`,
    '× floor': (median(cpu) / floorCpu).toFixed(1),
    'peak RSS / file': (peak / size).toFixed(1),
    visits: answers.visits ?? '',
    retained: answers.retained ?? '',
  };
}

function node(parameters, { mayFail = false } = {}) {
  const run = spawnSync(execPath, parameters, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.status !== 0 && !mayFail) throw new Error(`${parameters.join(' ')}:\n${run.stderr}`);
  return run;
}
