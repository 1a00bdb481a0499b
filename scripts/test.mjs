// The one command that passes all tests on a machine with nothing but Node, npm and Debian's packages.
//
//   npm test                      everything
//   npm test -- core cli          only these layers (folders of test/); `unit`: all but e2e;
//                                 `e2e`: only those in the real VS Code; `checks`: types, lint, format
//   npm test -- --only verdict    only test files whose name contains this
//   npm test -- e2e --only inhost --section debugging    one section of those inside the extension host
//
// What measures time runs alone; installs, computation, editors and what measures its own process's memory overlap.
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { env, execPath, exit } from 'node:process';
import { parseArgs } from 'node:util';
import { packageExtension } from './packageExtension.mjs';
import { runCommand } from './runCommand.mjs';
import { runTestFiles } from './runTestFiles.mjs';
import { setUpBrowser, setUpEditor, setUpNodes, setUpProject, setUpRunners } from './setUp.mjs';
import { editorTestFiles, unitTestFiles } from './testFiles.mjs';

const { values, positionals } = parseArgs({
  options: { only: { type: 'string', default: '' }, section: { type: 'string' } },
  allowPositionals: true,
});
const selection = readSelection(positionals, values.only);

const totals = { passed: 0, failed: 0, skipped: 0 };
const failedSteps = [];
const started = performance.now();

await setUpAndCheck();
await build();
await runUnitTests();
if (selection.editorFiles.length > 0) {
  await runEditorTests();
}
finish();

function readSelection(words, only) {
  const layers = [...new Set(unitTestFiles().map(({ layer }) => layer))];
  const known = [...layers, 'unit', 'e2e', 'checks'];
  const unknown = words.filter((word) => !known.includes(word));
  if (unknown.length > 0) {
    console.error(`Unknown: ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
    exit(64);
  }
  const everything = words.length === 0;
  const wants = (word) => everything || words.includes(word);
  const matches = ({ name }) => name.includes(only);
  return {
    checks: wants('checks') && only === '',
    unitFiles: unitTestFiles().filter(
      (file) => (wants('unit') || words.includes(file.layer)) && matches(file),
    ),
    editorFiles: wants('e2e') ? editorTestFiles().filter(matches) : [],
  };
}

/** What is checked needs the project's own packages only, and computes while others are fetched. */
async function setUpAndCheck() {
  if (!(await step('set up packages', setUpProject))) {
    finish();
  }
  const [isSetUp] = await Promise.all([setUp(), selection.checks && check()]);
  if (!isSetUp) {
    finish();
  }
}

async function setUp() {
  const { unitFiles, editorFiles } = selection;
  const parts = [
    ['Node versions', setUpNodes, unitFiles.length > 0],
    [
      'test runners',
      setUpRunners,
      unitFiles.some(({ name }) => /^(?:engine\.tests|cli\.(?:check|run))\.test$/.test(name)),
    ],
    ['VS Code', setUpEditor, editorFiles.length > 0],
    ['browser', setUpBrowser, editorFiles.length > 0],
  ].filter(([, , needed]) => needed);
  const results = await Promise.all(parts.map(([name, action]) => step(`set up ${name}`, action)));
  return !results.includes(false);
}

async function build() {
  if (!(await step('build', () => mustSucceed(['esbuild.mjs', '--tests'])))) {
    finish();
  }
}

async function check() {
  const tools = 'node_modules/';
  await Promise.all([
    step('types', async () => {
      await mustSucceed([`${tools}typescript/bin/tsc`, '--noEmit']);
      await mustSucceed([`${tools}typescript/bin/tsc`, '--project', 'src/webview']);
    }),
    step('lint and format', async () => {
      await mustSucceed([`${tools}eslint/bin/eslint.js`, '.']);
      await mustSucceed([`${tools}prettier/bin/prettier.cjs`, '--check', '--log-level=warn', '.']);
    }),
  ]);
}

async function runUnitTests() {
  const measuring = (what) => selection.unitFiles.filter(({ measured }) => measured === what);
  await testStep('tests-that-compute', measuring('nothing'), {
    concurrency: availableParallelism(),
  });
  await testStep('tests-that-measure-memory', measuring('memory'), { concurrency: 2 });
  await testStep('tests-that-measure-time', measuring('time'), { concurrency: 1 });
}

async function runEditorTests() {
  let vsix;
  const packaged = await step('package', async () => {
    vsix = await packageExtension();
  });
  if (packaged) {
    const section = values.section && { LEAK_LOOP_HOST_SECTION: values.section };
    const options = { concurrency: 2, env: { ...env, LEAK_LOOP_VSIX: vsix, ...section } };
    await testStep('tests-in-vs-code', selection.editorFiles, options);
  }
}

async function testStep(name, files, options) {
  if (files.length === 0) {
    return;
  }
  await step(name.replaceAll('-', ' '), async () => {
    const paths = files.map(({ file }) => file);
    const counts = await runTestFiles(name, paths, options);
    for (const key of Object.keys(totals)) {
      totals[key] += counts[key];
    }
    if (counts.failed > 0) {
      throw new Error(`${counts.failed} failed`);
    }
  });
}

/** Runs one step, tells how long it took, and remembers a failure instead of ending at it. */
async function step(name, action) {
  const from = performance.now();
  const took = () => `${((performance.now() - from) / 1000).toFixed(1)} s`;
  try {
    await action();
    console.log(`✓ ${name} (${took()})`);
    return true;
  } catch (error) {
    console.log(`✗ ${name} (${took()}): ${error.message}`);
    failedSteps.push(name);
    return false;
  }
}

async function mustSucceed(parameters) {
  const code = await runCommand(execPath, parameters);
  if (code !== 0) {
    throw new Error(`${parameters[0]} ended with ${code}`);
  }
}

function finish() {
  const seconds = Math.round((performance.now() - started) / 1000);
  const { passed, failed, skipped } = totals;
  console.log(`\nTook ${seconds} s.`);
  if (failedSteps.length > 0) {
    console.log(`Failed: ${failedSteps.join(', ')}.`);
  }
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  exit(failedSteps.length > 0 ? 1 : 0);
}
