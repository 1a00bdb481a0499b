// What a verdict and an explanation cost, by what V8 takes for the least that they need.
//
//   npm run bench:diagnosis                      heaps of 4 (nothing else in it), 30, 125 and 500 MB
//   npm run bench:diagnosis -- --megabytes 30    heaps of these sizes
//                            --times 5           runs of each; the median counts (3)
//
// - **verdict**: `leak-loop run` of a function that leaves nothing behind, from the first call to the end, by the
//   same calls in the same batches with one `HeapProfiler.collectGarbage` after each, from a client that does
//   nothing else.
// - **leak**: the same of a function that leaks, explanation and all, by one bare `HeapProfiler.takeHeapSnapshot`
//   of a process with the same heap, its chunks thrown away.
//
// One after the other in one run, all of them once before any a second time. The table goes to
// test-results/diagnosis.md as well.
import CDP from 'chrome-remote-interface';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { env, execPath } from 'node:process';
import { parseArgs } from 'node:util';
import { markdownTable } from '../scripts/repeatCases.mjs';
import { resultsFolder, root, runLogged } from '../scripts/runCommand.mjs';
import { setUpProject } from '../scripts/setUp.mjs';
import { median } from './median.mjs';

const program = join(root, 'bench/heap/program.cjs');
const roomy = '--max-old-space-size=8000';

const { values: options } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '4,30,125,500' },
    times: { type: 'string', default: '3' },
  },
});

await setUpProject();
mkdirSync(resultsFolder, { recursive: true });
await runLogged('diagnosis-build', execPath, ['esbuild.mjs']);
const rows = [];
for (const megabytes of options.megabytes.split(',')) rows.push(await measure(megabytes));
const table = markdownTable(rows);
writeFileSync(join(resultsFolder, 'diagnosis.md'), table);
console.log(`\n${table}`);

async function measure(megabytes) {
  const runs = [];
  for (let time = 0; time < Number(options.times); time++) {
    const clean = await leakLoop('parse', megabytes);
    const calls = await withProgram(megabytes, (client) => bareCalls(client, clean.loop));
    const leak = await leakLoop('open', megabytes);
    const snapshot = await withProgram(megabytes, bareSnapshot);
    const run = { verdict: secondsOf(clean), calls, leak: secondsOf(leak), snapshot };
    console.log(`${megabytes} MB: ${JSON.stringify(run)} ${clean.verdict}, ${leak.verdict}`);
    runs.push({ ...run, callsMade: clean.loop.calls });
  }
  const middle = (name) => median(runs.map((run) => run[name]));
  const range = (name) => {
    const all = runs.map((run) => run[name]);
    return `${middle(name).toFixed(2)} (${Math.min(...all).toFixed(2)}–${Math.max(...all).toFixed(2)})`;
  };
  return {
    heap: `${megabytes} MB`,
    calls: middle('callsMade'),
    'verdict s': range('verdict'),
    'calls + collections s': range('calls'),
    ratio: (middle('verdict') / middle('calls')).toFixed(2),
    'leak s': range('leak'),
    'bare snapshot s': range('snapshot'),
    'ratio ': (middle('leak') / middle('snapshot')).toFixed(2),
  };
}

/** Without the start of the process, which includes the making of the heap. */
function secondsOf({ durationMillis, phases }) {
  return (durationMillis - phases.launch) / 1000;
}

async function leakLoop(name, megabytes) {
  const report = join(resultsFolder, 'diagnosis.json');
  await runLogged('diagnosis', execPath, [
    ...['dist/cli.js', 'run', `${program}#${name}`, '--args', '[i]', '--json', report],
    ...['--env', `MEGABYTES=${megabytes}`, `--node-arg=${roomy}`],
  ]).catch(() => undefined); // a leak is no success
  return JSON.parse(readFileSync(report, 'utf8'));
}

/** A process of its own, loaded and waiting. */
async function withProgram(megabytes, work) {
  const child = spawn(
    execPath,
    [
      roomy,
      '--inspect=127.0.0.1:0',
      '-e',
      `globalThis.program = require(${JSON.stringify(program)}); setInterval(() => {}, 1e6); console.log('loaded')`,
    ],
    { env: { ...env, MEGABYTES: megabytes }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  try {
    const [url] = await Promise.all([
      textFrom(child.stderr, /ws:\S+/),
      textFrom(child.stdout, /loaded/),
    ]);
    const client = await CDP({ target: url, local: true });
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  } finally {
    child.kill('SIGKILL');
  }
}

async function bareCalls({ Runtime, HeapProfiler }, { warmUpCalls, batches }) {
  let made = 0;
  const start = performance.now();
  for (const calls of [warmUpCalls, ...batches.map((batch) => batch.calls)]) {
    await Runtime.evaluate({
      expression: `for (let i = ${made}; i < ${made + calls}; i++) program.parse(i)`,
    });
    await HeapProfiler.collectGarbage();
    made += calls;
  }
  return (performance.now() - start) / 1000;
}

async function bareSnapshot({ HeapProfiler }) {
  HeapProfiler.addHeapSnapshotChunk(() => undefined);
  const start = performance.now();
  await HeapProfiler.takeHeapSnapshot({ reportProgress: false });
  return (performance.now() - start) / 1000;
}

function textFrom(stream, pattern) {
  return new Promise((resolve) => {
    let text = '';
    stream.on('data', (data) => {
      text += data;
      const [found] = pattern.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
}
