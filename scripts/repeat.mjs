// Says whether answers can be relied on: runs the built command line on every fixture again and again
// and compares each answer with test/fixtures/expectations and with the others.
//
//   npm run repeat -- --times 20            every fixture 20 times (unless given: 5)
//                     --only map            fixtures whose file or function contains this (repeatable)
//                     --node <path>         the Node.js that runs the fixtures
//                     --time-budget <s> --max-calls <n>    instead of the fixture's or the defaults
//
// Ends with 1 when an answer differs or is wrong. The table goes to test-results/repeat.md as well,
// every report to test-results/repeat.json.
import { execPath } from 'node:process';
import { parseArgs } from 'node:util';
import { readCases } from './cases.mjs';
import { keepResults, markdownTable, repeatCases, repeatOptions } from './repeatCases.mjs';
import { runCommand } from './runCommand.mjs';
import { setUpNodes, setUpProject } from './setUp.mjs';

const { values: options } = parseArgs({
  options: { ...repeatOptions, times: { type: 'string', default: '5' } },
});

await Promise.all([setUpProject(), setUpNodes()]);
await runCommand(execPath, ['esbuild.mjs']);

const times = Number(options.times);
const fixtures = readCases('test/fixtures/expectations', 'test/fixtures', options.only);
const { rows, reports } = await repeatCases(fixtures, times, options);
const table = markdownTable(rows);
keepResults('repeat', table, reports);
console.log(`\n${table}`);
const wrong = rows.filter((row) => row.wrong !== '').length;
console.log(
  `${rows.length} fixtures × ${times} runs: ${wrong === 0 ? 'always the same, always right' : `${wrong} not always right`}`,
);
process.exit(wrong === 0 && rows.length > 0 ? 0 : 1);
