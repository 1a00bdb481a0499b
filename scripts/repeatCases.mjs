// Runs the built command line on programs with known answers, again and again, as a person would
// start it, and says what was wrong and what differed.
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { execPath } from 'node:process';
import { answerProblems, placeOf } from './answerProblems.mjs';
import { growthLine } from './cases.mjs';
import { resultsFolder, root } from './runCommand.mjs';

const strippingNode = join(root, 'test/nodes/node_modules/node-24/bin/node');

/** Options of the command line that all commands share. */
export const repeatOptions = {
  only: { type: 'string', multiple: true, default: [] },
  node: { type: 'string' },
  'time-budget': { type: 'string' },
  'max-calls': { type: 'string' },
};

/**
 * @param {readonly object[]} cases as `readCases` returns them
 * @param {number} times
 * @param {object} options values of `repeatOptions`
 * @returns {Promise<{ rows: object[], reports: Record<string, object[]> }>} a row of the table for each
 *   case, whose `wrong` is empty where every answer was right and the same
 */
export async function repeatCases(cases, times, options) {
  const rows = [];
  const reports = {};
  for (const each of cases) {
    const runs = [];
    for (let time = 0; time < times; time++) {
      runs.push(await runOnce(each, options));
    }
    reports[each.name] = runs.map(({ report }) => report);
    const row = summarise(each, runs);
    rows.push(row);
    console.log(`${row.wrong === '' ? '✓' : '✗'} ${row.program}: ${row.answers} ${row.wrong}`);
  }
  return { rows, reports };
}

/** Keeps a table and the reports behind it as `test-results/<name>.md` and `.json`. */
export function keepResults(name, text, reports) {
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(join(resultsFolder, `${name}.md`), text);
  writeFileSync(join(resultsFolder, `${name}.json`), JSON.stringify(reports, null, 1));
}

export function markdownTable(rows) {
  const names = Object.keys(rows[0] ?? { program: '' });
  const cell = (value) => String(value).replaceAll('|', '\\|').replaceAll('\n', ' ');
  const lines = [
    names,
    names.map(() => '---'),
    ...rows.map((row) => names.map((name) => cell(row[name]))),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

async function runOnce(each, options) {
  const from = performance.now();
  const { code, output, errors } = await runLeakLoop(commandLine(each, options));
  const seconds = (performance.now() - from) / 1000;
  const report = parseReport(output);
  const problems =
    report === undefined
      ? [`exit code ${code}: ${errors.trim().split('\n')[0]}`]
      : answerProblems(each, report, code);
  return { seconds, report, problems };
}

function commandLine(each, options) {
  const { args, limits = {}, nodeArgs = [] } = each;
  const node = options.node ?? (each.stripsTypes ? strippingNode : undefined);
  const timeBudget = options['time-budget'] ?? seconds(limits.timeBudgetMillis);
  const maxCalls = options['max-calls'] ?? limits.maxCalls;
  return [
    ...['run', each.path + functionPart(each), '--reporter', 'json'],
    ...option('args', args),
    ...option('node', node),
    ...option('time-budget', timeBudget),
    ...option('max-calls', maxCalls),
    ...nodeArgs.map((arg) => `--node-arg=${arg}`),
  ];
}

function functionPart(each) {
  return each.function === 'at grows' ? `:${growthLine(each)}:5` : each.function;
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

function summarise({ name }, runs) {
  const suspects = runs.map(({ report }) => report?.suspects[0]);
  const sites = suspects.map((suspect) => suspect?.growthSite);
  const answers = counted(runs.map(({ report }) => report?.verdict ?? 'none'));
  const wrong = counted(runs.flatMap(({ problems }) => problems));
  return {
    program: name,
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
