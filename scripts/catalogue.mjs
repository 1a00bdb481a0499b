// Writes docs/catalogue.md: every kind of leak with a program, what Leak Loop says of it, and the fix.
// The programs are the fixtures that the tests run, so that the catalogue cannot promise too much.
//
//   npm run catalogue
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { execPath } from 'node:process';
import { promisify, stripVTControlCharacters } from 'node:util';
import { growthLine, readCases } from './cases.mjs';
import { root, runCommand } from './runCommand.mjs';

const run = promisify(execFile);

/** Section → its entries: a title, and the fixture in test/fixtures/leaks. */
const catalogue = {
  Containers: [
    ['An array that is only pushed to', 'arrayPush.js'],
    ['A map that nothing is deleted from', 'map.mjs'],
    ['An object used as a dictionary', 'objectKeys.js'],
    ['Lists in a map: each call adds to one of them', 'mapOfLists.js'],
    ['A private field', 'privateField.mjs'],
    ['A static field', 'classStatic.js'],
    ['A linked list', 'linkedListHead.js'],
    ['A cache keyed by object, which is never the same object', 'cacheMap.js'],
    ['A container of numbers', 'numberMap.mjs'],
    ['A whole that each call copies, and adds to', 'renewedState.mjs'],
  ],
  Callbacks: [
    ['An event listener', 'eventListener.js'],
    ['A listener for an event that never comes', 'onceListener.mjs'],
    ['An event for each call', 'eventPerCall.mjs'],
    ['A listener of an EventTarget', 'eventTarget.mjs'],
    ['A listener of a long-lived AbortSignal', 'abortSignal.js'],
    ['A diagnostics channel', 'diagnosticsChannel.js'],
    ['An interval that is never cleared', 'timer.js'],
    ['A stream that nobody reads', 'streamPush.mjs'],
  ],
  Promises: [
    ['An await that never ends', 'promiseAwait.mjs'],
    ['Reactions on a promise that never settles', 'promiseThen.js'],
    ['A race with a long-lived promise', 'promiseRace.js'],
    ['A chain that only grows', 'promiseChain.js'],
    ['A loop over events that never come', 'asyncForAwait.mjs'],
  ],
  Closures: [
    ['A shared context: one closure keeps what only its sibling uses', 'closureContext.js'],
    ['Closures in a list', 'closureArray.mjs'],
  ],
  'Strings and buffers': [
    ['A string that is added to', 'stringVariable.js'],
    ['A slice that keeps all that it was cut from', 'slicedString.js'],
    ['Buffers: their bytes lie outside the JavaScript heap', 'buffer.js'],
    ['A view that keeps its whole buffer', 'bufferSlice.js'],
  ],
  Code: [
    ['Regular expressions, one for each search', 'regexps.mjs'],
    ['Compiled templates', 'compiledTemplates.js'],
    ['A module that is loaded again and again', 'requiredAgain.js'],
  ],
  'Open files and servers': [
    ['A file that nobody closes: no object in the heap tells of it', 'openFile.js'],
    ['A stream that is left half read', 'openStream.mjs'],
    ['A server that stays open', 'openServer.js'],
  ],
  Finalizers: [['A held value that leads back to its target', 'finalizationRegistry.js']],
  'Only now and then': [
    ['Every third call', 'everyThirdCall.js'],
    ['Only where a call fails', 'errorPath.js'],
  ],
};

await runCommand(execPath, ['esbuild.mjs']);
const cases = readCases('test/fixtures/expectations', 'test/fixtures', []);
const sections = [];
for (const [title, entries] of Object.entries(catalogue)) {
  sections.push(`## ${title}`);
  for (const entry of entries) {
    sections.push(await describe(...entry));
    console.log(entry[1]);
  }
}
writeFileSync(join(root, 'docs/catalogue.md'), `${introduction()}\n\n${sections.join('\n\n')}\n`);

function introduction() {
  return `# A catalogue of leaks

Each kind with a small program, what Leak Loop says of it, and the fix. \`npm run catalogue\` writes this page:
the programs are those of \`test/fixtures/leaks\`, the reports are what the command line printed. Figures
differ a little from run to run and between versions of Node.js.`;
}

async function describe(title, name) {
  const known = cases.find(({ file }) => file === `leaks/${name}`);
  if (known === undefined) {
    throw new Error(`No expectation for leaks/${name}`);
  }
  const text = withoutMarks(readFileSync(join(root, known.path), 'utf8'));
  const fix = fixOf(name);
  return [
    `### ${title}`,
    fenced(languageOf(name), text),
    fenced('text', await reportOf(known)),
    ...(fix === undefined ? [] : ['The fix:', fenced('diff', await differences(known.path, fix))]),
  ].join('\n\n');
}

async function reportOf(known) {
  const { path, function: chosen, args } = known;
  const place = chosen === 'at grows' ? `:${growthLine(known)}:5` : chosen;
  const parameters = ['dist/cli.js', 'run', `${path}${place}`, '--max-calls', '1023'];
  if (args !== undefined) {
    parameters.push('--args', args);
  }
  // It ends with 1, as there is a leak.
  const { stdout } = await run(execPath, parameters, { cwd: root }).catch((error) => error);
  return shortened(stripVTControlCharacters(stdout));
}

/** The verdict and its causes; what differs from run to run is left out. */
function shortened(report) {
  const blocks = report.trimEnd().split('\n\n');
  const causes = blocks.filter((block, at) => at === 0 || /^ +(\d+\.|Not your code)/.test(block));
  return withoutMarks(
    causes
      .join('\n\n')
      .replaceAll(/ · \d[\d.,]* m?s$/gm, '')
      .replaceAll(/^ {5}instances .*(\n {19}.*)*\n?/gm, ''),
  );
}

function fixOf(name) {
  const path = `test/fixtures/fixed/${name}`;
  return existsSync(join(root, path)) ? path : undefined;
}

/** The lines that differ and those around them. */
async function differences(before, after) {
  const parameters = ['diff', '--no-index', '--unified=1', before, after];
  const { stdout } = await run('git', parameters, { cwd: root }).catch((error) => error);
  const hunks = withoutMarks(stdout).split('\n').slice(4);
  return hunks
    .filter((line) => !line.startsWith('@@'))
    .join('\n')
    .trimEnd();
}

function withoutMarks(text) {
  return text.replaceAll(/ \/\/ (grows|held here)(?=$| {2}\()/gm, '').trimEnd();
}

function languageOf(name) {
  return extname(name).endsWith('ts') ? 'ts' : 'js';
}

function fenced(language, text) {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
