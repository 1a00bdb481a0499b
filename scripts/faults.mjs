// Plays faults in each phase of a run with real processes, and prints what was seen and what was left behind.
//
//   npm run faults                          the whole table, about half an hour
//   npm run faults -- --only 'killed'       only those whose name matches: fault · a launched|a joined program · phase
//
// The table goes to test-results/faults.md. Ends with 1 where anything is not as it has to be.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { parseArgs } from 'node:util';
import { resultsFolder, runCommand } from './runCommand.mjs';
import { setUpProject } from './setUp.mjs';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });

await setUpProject();
await runCommand(execPath, ['esbuild.mjs', '--tests']);
mkdirSync(resultsFolder, { recursive: true });
const json = join(resultsFolder, 'faults.jsonl');
rmSync(json, { force: true });
const files = ['faults', 'surroundings', 'cancel'].map((name) => `out/faults.${name}.test.js`);
const code = await runCommand(
  execPath,
  ['--test', '--test-concurrency=1', `--test-name-pattern=${values.only}`, ...files],
  { env: { ...env, LEAK_LOOP_FAULTS: json, LEAK_LOOP_CANCELS: '40' } },
);
const table = markdownTable(
  readFileSync(json, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)),
);
writeFileSync(join(resultsFolder, 'faults.md'), table);
console.log(`\n${table}`);
process.exit(code);

/** A row for each fault and way to the program; phases in which the same was seen stand together. */
function markdownTable(played) {
  const rows = played.reduce((groups, cell) => {
    const key = [cell.fault, cell.front, inGeneral(cell.seen)].join('|');
    const group = groups.get(key) ?? { ...cell, phases: [], seconds: [], leftBehind: new Set() };
    group.phases.push(cell.phase);
    group.seconds.push(cell.seconds);
    for (const each of cell.leftBehind) group.leftBehind.add(each);
    return groups.set(key, group);
  }, new Map());
  const lines = [...rows.values()].map(({ fault, front, phases, seen, seconds, leftBehind }) => [
    fault,
    front === 'launch' ? 'launched' : 'joined',
    phases.join(', '),
    inGeneral(seen).replaceAll('|', '\\|'),
    `${Math.min(...seconds).toFixed(1)}–${Math.max(...seconds).toFixed(1)} s`,
    leftBehind.size === 0 ? 'nothing' : [...leftBehind].join('; '),
  ]);
  const head = ['Fault', 'Program', 'Phase', 'State shown', 'Until then', 'Left behind'];
  return [head, head.map(() => '---'), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}

/** Without what differs from run to run. */
function inGeneral(seen) {
  return seen
    .replace(/^leak-loop: /, 'error: ')
    .replace(
      /after \d+ batches: Ended after [\d,]+ calls?/,
      'with the finished batches: Ended after … calls',
    );
}
