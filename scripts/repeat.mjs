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
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { execPath } from 'node:process';
import { parseArgs } from 'node:util';
import { resultsFolder, root, runCommand } from './runCommand.mjs';
import { setUpNodes, setUpProject } from './setUp.mjs';

const { values: options } = parseArgs({
  options: {
    times: { type: 'string', default: '5' },
    only: { type: 'string', multiple: true, default: [] },
    node: { type: 'string' },
    'time-budget': { type: 'string' },
    'max-calls': { type: 'string' },
  },
});
const times = Number(options.times);
const fixturesFolder = join(root, 'test/fixtures');
const strippingNode = join(root, 'test/nodes/node_modules/node-24/bin/node');

await Promise.all([setUpProject(), setUpNodes()]);
await runCommand(execPath, ['esbuild.mjs']);

const rows = [];
const reports = {};
for (const fixture of chosenFixtures()) {
  const runs = [];
  for (let time = 0; time < times; time++) {
    runs.push(await runOnce(fixture));
  }
  reports[nameOf(fixture)] = runs.map(({ report }) => report);
  const row = summarise(fixture, runs);
  rows.push(row);
  console.log(`${row.wrong === '' ? '✓' : '✗'} ${row.fixture}: ${row.answers} ${row.wrong}`);
}
const table = markdownTable(rows);
mkdirSync(resultsFolder, { recursive: true });
writeFileSync(join(resultsFolder, 'repeat.md'), table);
writeFileSync(join(resultsFolder, 'repeat.json'), JSON.stringify(reports, null, 1));
console.log(`\n${table}`);
const wrong = rows.filter((row) => row.wrong !== '').length;
console.log(
  `${rows.length} fixtures × ${times} runs: ${wrong === 0 ? 'always the same, always right' : `${wrong} not always right`}`,
);
process.exit(wrong === 0 && rows.length > 0 ? 0 : 1);

function chosenFixtures() {
  const folder = join(fixturesFolder, 'expectations');
  const all = readdirSync(folder).flatMap((name) =>
    JSON.parse(readFileSync(join(folder, name), 'utf8')),
  );
  const { only } = options;
  return all.filter(
    (fixture) => only.length === 0 || only.some((word) => nameOf(fixture).includes(word)),
  );
}

function nameOf({ file, function: chosen }) {
  return `${file}${chosen.startsWith('#') ? chosen : ''}`;
}

/** One run as a person would start it, in the project's folder. */
async function runOnce(fixture) {
  const from = performance.now();
  const { code, output, errors } = await runLeakLoop(commandLine(fixture));
  const seconds = (performance.now() - from) / 1000;
  const report = parseReport(output);
  const problems =
    report === undefined
      ? [`exit code ${code}: ${errors.trim().split('\n')[0]}`]
      : problemsOf(fixture, report, code);
  return { seconds, report, problems };
}

function commandLine(fixture) {
  const { args, limits = {}, nodeArgs = [] } = fixture;
  const node = options.node ?? (fixture.stripsTypes ? strippingNode : undefined);
  const timeBudget = options['time-budget'] ?? seconds(limits.timeBudgetMillis);
  const maxCalls = options['max-calls'] ?? limits.maxCalls;
  return [
    ...['run', join('test/fixtures', fixture.file) + functionPart(fixture), '--reporter', 'json'],
    ...option('args', args),
    ...option('node', node),
    ...option('time-budget', timeBudget),
    ...option('max-calls', maxCalls),
    ...nodeArgs.map((arg) => `--node-arg=${arg}`),
  ];
}

function functionPart(fixture) {
  return fixture.function === 'at grows' ? `:${growthLine(fixture)}:5` : fixture.function;
}

function option(name, value) {
  return value === undefined ? [] : [`--${name}=${value}`];
}

function seconds(millis) {
  return millis === undefined ? undefined : millis / 1000;
}

function runLeakLoop(parameters) {
  return new Promise((resolve) => {
    const child = execFile(
      execPath,
      [join(root, 'dist/cli.js'), ...parameters],
      { cwd: root, maxBuffer: 64 * 1024 * 1024 },
      (_error, output, errors) => resolve({ code: child.exitCode, output, errors }),
    );
  });
}

function parseReport(output) {
  try {
    return JSON.parse(output);
  } catch {
    return undefined; // nothing was measured: the exit code tells
  }
}

/** What is wrong with one answer, in words; empty where it is right. */
function problemsOf(fixture, report, code) {
  const right = oneOf(fixture.verdict).includes(report.verdict);
  const codes = { leak: 1, unclear: 2 };
  const [suspect] = report.suspects;
  return [
    right ? [] : `verdict ${report.verdict}`,
    code === (codes[report.verdict] ?? 0) ? [] : `exit code ${code}`,
    report.verdict === 'leak' && right ? leakProblems(fixture, suspect) : [],
  ].flat();
}

function leakProblems(fixture, suspect) {
  if (suspect === undefined) {
    return ['no suspect'];
  }
  const { type, leakRoot, growthSite } = suspect;
  const line = growthSite && placeOf(growthSite.location);
  const expectedLine = `${basename(fixture.file)}:${growthLine(fixture)}`;
  return [
    fits(type.name, fixture.type) ? [] : `type ${type.name}`,
    fits(leakRoot.name, fixture.holder) ? [] : `holder ${leakRoot.name}`,
    line === expectedLine ? [] : `line ${line ?? 'not found'}, not ${expectedLine}`,
    growthSite === undefined || fits(growthSite.how, fixture.how) ? [] : `line ${growthSite.how}`,
  ].flat();
}

/** 1-based; the statement that adds bears the comment `// grows`. */
function growthLine({ file }) {
  const lines = readFileSync(join(fixturesFolder, file), 'utf8').split('\n');
  return lines.findIndex((line) => line.endsWith('// grows')) + 1;
}

function placeOf({ file, line }) {
  return `${basename(file)}:${line}`;
}

/** Whether a text is one of those expected; between slashes is a pattern. */
function fits(text, expected) {
  return (
    expected === undefined ||
    oneOf(expected).some((each) => {
      const pattern = /^\/(.*)\/([a-z]*)$/.exec(each);
      return pattern === null ? each === text : new RegExp(pattern[1], pattern[2]).test(text);
    })
  );
}

function oneOf(value) {
  return Array.isArray(value) ? value : [value];
}

function summarise(fixture, runs) {
  const suspects = runs.map(({ report }) => report?.suspects[0]);
  const sites = suspects.map((suspect) => suspect?.growthSite);
  const answers = counted(runs.map(({ report }) => report?.verdict ?? 'none'));
  const wrong = counted(runs.flatMap(({ problems }) => problems));
  return {
    fixture: nameOf(fixture),
    answers,
    type: counted(suspects.map((suspect) => suspect?.type.name)),
    holder: counted(suspects.map((suspect) => suspect?.leakRoot.name)),
    line: counted(sites.map((site) => site && `${placeOf(site.location)} ${site.how}`)),
    'median s': median(runs.map((run) => run.seconds)).toFixed(2),
    // Either verdict may be right for a bounded function, but it must be the same one every time.
    wrong: [wrong, answers.includes(', ') ? 'verdicts differ' : ''].filter(Boolean).join('; '),
  };
}

/** `leak ×19, unclear ×1`, most frequent first. */
function counted(words) {
  const counts = new Map();
  for (const word of words.filter((each) => each !== undefined)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([word, count]) => `${word} ×${count}`)
    .join(', ');
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function markdownTable(records) {
  const names = Object.keys(records[0] ?? { fixture: '' });
  const cell = (value) => String(value).replaceAll('|', '\\|').replaceAll('\n', ' ');
  const lines = [
    names,
    names.map(() => '---'),
    ...records.map((record) => names.map((name) => cell(record[name]))),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
