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

const words = { launch: 'launched', attach: 'joined' };
const phases = ['launch', 'warm-up', 'loop', 'tracking', 'snapshot', 'analysis', 'watch', 'held'];

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

/** Fault × phase: what was shown (see docs/faults.md for the letters), and the seconds until then. */
function markdownTable(played) {
  const rows = groupBy(played, ({ fault, front }) => `${fault}, ${words[front]}`);
  const head = ['Fault, program', ...phases, 'Longest', 'Left behind'];
  const lines = Object.entries(rows).map(([name, cells]) => [
    name,
    ...phases.map((phase) => stateOf(cells.find((cell) => cell.phase === phase))),
    `${Math.max(...cells.map(({ seconds }) => seconds)).toFixed(1)} s`,
    cells.flatMap(({ leftBehind }) => leftBehind).join('; ') || 'nothing',
  ]);
  return [head, head.map(() => '---'), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}

/** E: an error with its remedy. U: unclear, with the finished batches. V: the verdict without a cause. L: all of it. */
function stateOf(cell) {
  if (cell === undefined) return '–';
  if (cell.seen.startsWith('nothing')) return 'gone';
  if (cell.seen.startsWith('leak-loop:')) return 'E';
  if (cell.seen.startsWith('unclear')) return 'U';
  if (cell.seen.startsWith('leak, no cause')) return 'V';
  return cell.seen.startsWith('leak,') ? 'L' : cell.seen;
}

function groupBy(values, keyOf) {
  const groups = {};
  for (const value of values) (groups[keyOf(value)] ??= []).push(value);
  return groups;
}
