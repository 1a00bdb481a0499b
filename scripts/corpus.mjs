// How good the answers are on programs that use real npm packages: runs the built command line, with
// its default limits, on every program of test/corpus and compares with test/corpus/cases.
//
//   npm run corpus -- --times 20            every program 20 times (unless given: once)
//                     --aside               only the third that was kept aside while the engine was developed
//                     --known               only the others
//                     --only map            programs whose file or function contains this (repeatable)
//                     --node <path>         the Node.js that runs the programs
//                     --time-budget <s> --max-calls <n>    instead of the defaults
//
// Ends with 1 when an answer differs or is wrong. The table and figures go to test-results/corpus.md as
// well, every report to test-results/corpus.json.
import { execPath } from 'node:process';
import { parseArgs } from 'node:util';
import { readCases } from './cases.mjs';
import { keepResults, markdownTable, repeatCases, repeatOptions } from './repeatCases.mjs';
import { runLogged } from './runCommand.mjs';
import { setUpCorpus, setUpProject } from './setUp.mjs';

const { values: options } = parseArgs({
  options: {
    ...repeatOptions,
    times: { type: 'string', default: '1' },
    aside: { type: 'boolean', default: false },
    known: { type: 'boolean', default: false },
  },
});

await Promise.all([setUpProject(), setUpCorpus()]);
await runLogged('corpus-build', execPath, ['esbuild.mjs']);

const cases = readCases('test/corpus/cases', 'test/corpus/programs', options.only).filter(
  ({ aside }) => !(aside ? options.known : options.aside),
);
const { rows, reports } = await repeatCases(cases, Number(options.times), options);
const summary = `${markdownTable(rows)}\n${markdownTable(figures())}`;
keepResults('corpus', summary, reports);
console.log(`\n${summary}`);
process.exit(rows.length > 0 && rows.every(({ wrong }) => wrong === '') ? 0 : 1);

/** Those kept aside are counted by themselves: the engine was not developed with them. */
function figures() {
  return [
    ['known', ({ aside }) => aside !== true],
    ['kept aside', ({ aside }) => aside === true],
  ].map(([part, belongs]) => {
    const own = cases.flatMap((each, index) => (belongs(each) ? [{ each, row: rows[index] }] : []));
    const leaks = own.filter(({ each }) => each.verdict === 'leak');
    const without = (some, ...words) =>
      share(
        some.filter(({ row }) => !words.some((word) => row.wrong.includes(word))),
        some,
      );
    const noAnswer = ['verdict', 'exit code', 'no suspect'];
    return {
      part,
      'verdict right': without(own, 'verdict', 'exit code'),
      'no false alarm': share(
        own.filter(({ each, row }) => each.verdict === 'leak' || !row.answers.includes('leak')),
        own,
      ),
      'type right': without(leaks, ...noAnswer, 'type'),
      'holder right': without(leaks, ...noAnswer, 'holder'),
      'line right': without(leaks, ...noAnswer, 'line', 'no frame'),
      'all right': share(
        own.filter(({ row }) => row.wrong === ''),
        own,
      ),
    };
  });
}

function share(some, all) {
  return `${some.length} of ${all.length}`;
}
