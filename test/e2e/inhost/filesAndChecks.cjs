// What is looped beside a function: tests, whole files, leak checks.
const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const vscode = require('vscode');
const {
  createFile,
  extension,
  findRow,
  lineOf,
  open,
  outcomeOf,
  replace,
  rows,
  stateWhen,
  textOf,
  window,
  workspaceFile,
} = require('./host.cjs');

const run = (id, ...parameters) => vscode.commands.executeCommand(`leakLoop.${id}`, ...parameters);
const settings = () => vscode.workspace.getConfiguration('leakLoop');

let api;
let document;

module.exports = [
  [
    'each test of a test file has a lens, which loops it, unless a setting takes them away',
    async () => {
      api = extension().exports;
      // enough to tell a leak, and a test takes longer than a function does
      await settings().update('maxCalls', 255, vscode.ConfigurationTarget.Global);
      await createFile('notes.test.mjs', testFile);
      document = await open('notes.test.mjs');
      const lenses = await lensesOf(document);
      assert.deepEqual(
        lenses.map(({ range }) => document.lineAt(range.start.line).text.trim()),
        [`test('keeps its note', () => {`, `it('keeps nothing', () => {`],
      );
      const { command } = lenses[0];
      const outcome = await outcomeOf(api, () =>
        vscode.commands.executeCommand(command.command, ...command.arguments),
      );
      assert.equal(outcome.kind, 'report', outcome.failure?.message);
      const { verdict, suspects, function: looped } = outcome.result.report;
      assert.deepEqual([verdict, looped.kind], ['leak', 'test']);
      assert.equal(suspects[0].growthSite.location.line, lineOf(document, 'notes.push'));
      findRow(api, /^keeps its note \| 1 leak · /);
      assert.ok(
        !rows(api).some((row) => textOf(row).startsWith('each call')),
        'it has no arguments',
      );

      await settings().update('codeLens', false, vscode.ConfigurationTarget.Global);
      assert.deepEqual(await lensesOf(document), []);
      await settings().update('codeLens', undefined, vscode.ConfigurationTarget.Global);
    },
  ],
  [
    'a test that uses its runner as a global has a lens where that runner looks for tests, and nowhere else',
    async () => {
      const globals = `it('is so', () => {});\n`;
      await createFile('shop/package.json', '{ "devDependencies": { "jest": "30" } }');
      await createFile('shop/__tests__/sessions.js', globals);
      await createFile('shop/sessions.js', globals);
      assert.equal((await lensesOf(await open('shop/__tests__/sessions.js'))).length, 1);
      assert.equal((await lensesOf(await open('shop/sessions.js'))).length, 0);
    },
  ],
  [
    'a test of another extension is looped from its menus in the Testing view and beside its line, and a group of tests is not',
    async () => {
      await vscode.window.showTextDocument(document); // its marks are clicked
      const others = vscode.tests.createTestController('others', 'Others');
      const line = lineOf(document, `it('keeps nothing'`) - 1;
      const item = others.createTestItem('nothing', 'keeps nothing', document.uri);
      item.range = new vscode.Range(line, 0, line + 2, 0);
      const group = others.createTestItem('group', 'notes', document.uri);
      group.range = new vscode.Range(line - 1, 0, line + 3, 0);
      await run('runAtCursor', group);
      assert.equal(api.state.running, undefined);
      others.createRunProfile('Run', vscode.TestRunProfileKind.Run, () => {}, true);
      others.items.add(item);
      await vscode.commands.executeCommand('workbench.view.testing.focus');
      const outcome = await outcomeOf(api, () =>
        window('menuOf', '.test-explorer', 'keeps nothing', 'Run Leak Loop'),
      );
      assert.equal(
        outcome.result?.report.function.name,
        'notes > keeps nothing',
        outcome.failure?.message,
      );
      assert.match(outcome.result.report.verdict, /^(clean|bounded)$/);
      const beside = await outcomeOf(api, () => window('menuOfTestMark', 'Run Leak Loop'));
      assert.equal(beside.result?.report.function.name, 'notes > keeps nothing');
      others.dispose();
    },
  ],
  [
    'of the tests that one line makes for several groups, the one is looped whose item is chosen',
    async () => {
      await createFile('rows.test.mjs', rowsFile);
      const others = vscode.tests.createTestController('others', 'Others');
      const uri = workspaceFile('rows.test.mjs');
      const [, item] = ['ann', 'bob'].map((name) => {
        const group = others.createTestItem(name, name, uri);
        const test = others.createTestItem(`${name} is kept`, 'is kept', uri);
        group.range = new vscode.Range(2, 2, 4, 5);
        test.range = new vscode.Range(3, 4, 3, 30);
        others.items.add(group);
        group.children.add(test);
        return test;
      });
      const outcome = await outcomeOf(api, () => run('runAtCursor', item));
      assert.equal(outcome.result?.report.function.name, 'bob > is kept', outcome.failure?.message);
      assert.deepEqual(outcome.result.report.warnings, []);
      others.dispose();
    },
  ],
  [
    'where no function is and nothing is exported, the whole file is run again and again, and Run Again does the same',
    async () => {
      await createFile('seed.js', scriptFile);
      const script = await open('seed.js', 'globalThis.seeds');
      const outcome = await outcomeOf(api, () => run('runAtCursor'));
      assert.equal(outcome.kind, 'report', outcome.failure?.message);
      const { verdict, function: looped } = outcome.result.report;
      assert.deepEqual([verdict, looped.kind], ['leak', 'script']);
      findRow(api, /^seed\.js \| 1 leak · /);
      await replace(script, 'globalThis.seeds.push', 'void');
      const again = await outcomeOf(api, () => run('runAgain'));
      assert.match(again.result?.report.verdict, /^(clean|bounded)$/);
      findRow(api, /^seed\.js \| .*1 fixed · /);
    },
  ],
  [
    'Create Leak Check writes the calls of a run beside its file, and never over what is there',
    async () => {
      await createFile('basket.js', basketFile);
      document = await open('basket.js', 'function add');
      const outcome = await outcomeOf(api, () =>
        vscode.debug.startDebugging(vscode.workspace.workspaceFolders[0], {
          type: 'leak-loop',
          request: 'launch',
          name: 'with arguments',
          program: document.uri.fsPath,
          function: 'add',
          callArguments: '["item" + i]',
          maxCalls: 255,
        }),
      );
      assert.equal(outcome.result?.report.verdict, 'leak', outcome.failure?.message);
      await run('createLeakCheck', findRow(api, /^add \| /).node);
      const check = vscode.window.activeTextEditor.document;
      assert.equal(check.uri.fsPath, workspaceFile('add.leak.js').fsPath);
      assert.match(check.getText(), /return add\("item" \+ i\);/);
      assert.match(check.getText(), /exports\.options = \{ maxCalls: 255 \};/);

      await replace(check, 'maxCalls: 255', 'maxCalls: 127');
      await check.save();
      await answerFirst(run('createLeakCheck'));
      assert.match(check.getText(), /maxCalls: 127/, 'it was opened, not written');
    },
  ],
  [
    'a leak check is listed with its line, and fails at the line that adds, with the chain as stack',
    async () => {
      await itemsWhen((labels) => labels.includes('add'));
      const [item] = itemsOf('add');
      const check = vscode.window.activeTextEditor.document;
      assert.equal(item.range.start.line + 1, lineOf(check, 'exports.run'));
      const { state, messages } = await judgementOf(() => runChecksOf(check));
      assert.equal(state, 'failed');
      const [{ location, message, stackTrace }] = messages;
      assert.equal(location.uri.fsPath, document.uri.fsPath);
      assert.equal(location.range.start.line + 1, lineOf(document, 'items.push'));
      assert.match(message, /^items \(Array\) · keeps 1 Item per call · added at basket\.js:/m);
      const labels = stackTrace.map(({ label }) => label);
      assert.match(labels[0], /^added here · basket\.js:\d+ {2}items\.push/);
      assert.match(labels.join('\n'), /\nItem · [^]*\nitems · Array/);
      assert.equal(stackTrace[0].uri.fsPath, document.uri.fsPath);
      findRow(api, /^add \| 1 leak · /);
      assert.equal(api.state.results[0].request.check, true, 'it is in the Leaks view as well');
    },
  ],
  [
    'what the command line says of the same check in CI opens as a page',
    async () => {
      const { extensionPath } = extension();
      const parameters = [
        join(extensionPath, 'dist/cli.js'),
        'check',
        '--json',
        '-',
        'add.leak.js',
      ];
      const cwd = workspaceFile('').fsPath;
      const { stdout, status } = spawnSync('node', parameters, { cwd, encoding: 'utf8' });
      assert.equal(status, 1);
      await createFile('ci.json', stdout);
      await run('openReport', workspaceFile('ci.json'));
      await window('activeTab', 'ci.json');
      assert.match(
        await window('pageText', 'add.leak.js'),
        /items \(Array\)[^]*keeps 1 Item per call/,
      );
      const { input } = vscode.window.tabGroups.activeTabGroup.activeTab;
      assert.equal(input.viewType, 'leakLoop.report');
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    },
  ],
  [
    'a leak that the baseline accepts passes, with the reason that it gives',
    async () => {
      const [{ fingerprint }] = api.state.results[0].report.suspects;
      const entry = { fingerprint, check: 'add.leak.js', reason: 'a basket lasts a day' };
      await createFile('accepted.json', JSON.stringify([entry]));
      await settings().update('baseline', 'accepted.json', vscode.ConfigurationTarget.Workspace);
      const check = await open('add.leak.js');
      const { state, messages, output } = await judgementOf(() => runChecksOf(check));
      assert.deepEqual([state, messages], ['passed', []]);
      assert.match(output, /a basket lasts a day/);
      await settings().update('baseline', undefined, vscode.ConfigurationTarget.Workspace);
    },
  ],
  [
    'a leak check passes once the leak is fixed',
    async () => {
      await replace(document, 'items.push(', 'void (');
      const { state, messages } = await judgementOf(() =>
        vscode.commands.executeCommand('testing.runAll'),
      );
      assert.deepEqual([state, messages], ['passed', []]);
    },
  ],
  [
    'checks come and go with their files, and cancelling ends the one that is judged',
    async () => {
      await createFile('slow.leak.mjs', slowCheck);
      await itemsWhen((labels) => labels.includes('slow'));
      const check = await open('slow.leak.mjs');
      const judged = judgementOf(() => runChecksOf(check));
      await stateWhen(api, (state) => (state.running?.progress?.batch ?? 0) >= 2);
      await vscode.commands.executeCommand('testing.cancelRun');
      assert.equal((await judged).state, 'skipped');
      assert.equal(api.state.running, undefined);
      await vscode.workspace.fs.delete(check.uri);
      await itemsWhen((labels) => !labels.includes('slow'));
      await settings().update('maxCalls', undefined, vscode.ConfigurationTarget.Global);
    },
  ],
];

async function lensesOf({ uri }) {
  const all = await vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri, 50);
  return all.filter(({ command }) => command?.title === 'Run Leak Loop');
}

const itemsOf = (label) =>
  [...api.checks.items].map(([, item]) => item).filter((item) => item.label === label);

/** Resolves when the labels of the listed checks fulfil a condition. */
async function itemsWhen(condition) {
  const labels = () => [...api.checks.items].map(([, { label }]) => label);
  while (!condition(labels())) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Does something that runs checks; gives what the Testing view was told of the last of them. */
async function judgementOf(action) {
  const told = new Promise((resolve) => {
    const subscription = api.checks.onDidJudge(([, judgement]) => {
      subscription.dispose();
      resolve(judgement);
    });
  });
  await action();
  return told;
}

/** As a user does once the Testing view has the check, which it is told of a moment after it is listed. */
async function runChecksOf({ uri }) {
  const { executeCommand } = vscode.commands;
  while ((await executeCommand('vscode.testing.getTestsInFile', uri)).length === 0);
  await executeCommand('testing.runCurrentFile');
}

/** Chooses the first button of the question that something asks, once it is there. */
async function answerFirst(asking) {
  let isAnswered = false;
  void asking.then(() => (isAnswered = true));
  while (!isAnswered) {
    await vscode.commands.executeCommand('notifications.focusFirstToast');
    await vscode.commands.executeCommand('notification.acceptPrimaryAction');
  }
}

const testFile = `import { describe, it, test } from 'node:test';

const notes = [];
const pattern = /a/;

test('keeps its note', () => {
  notes.push({ at: notes.length });
});

describe('notes', () => {
  it('keeps nothing', () => {
    pattern.test('a');
  });
});

test.skip('is left out', () => {});
`;

const rowsFile = `import { describe, it } from 'node:test';
for (const name of ['ann', 'bob']) {
  describe(name, () => {
    it('is kept', () => name.length);
  });
}
`;

const scriptFile = `'use strict';
globalThis.seeds ??= [];
globalThis.seeds.push({ at: process.hrtime() });
`;

const basketFile = `'use strict';
class Item {
  constructor(name) {
    this.name = name;
  }
}
const items = [];
function add(name) {
  items.push(new Item(name));
}
module.exports = { add };
`;

const slowCheck = `const kept = [];
export function run() {
  const until = performance.now() + 20;
  while (performance.now() < until);
  kept.push({ at: until });
}
`;
