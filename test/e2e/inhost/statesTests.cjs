// Every state that is no verdict, provoked for real: its words, and the next steps below them.
const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { createServer } = require('node:http');
const { env } = require('node:process');
const vscode = require('vscode');
const {
  clearNotifications,
  createFile,
  findRow,
  open,
  outcomeOf,
  rows,
  setMaxCalls,
  stateWhen,
  textOf,
  window,
  workspaceFile,
} = require('./host.cjs');
const { slowProgram } = require('../slowProgram.cjs');

const run = (id, ...parameters) => vscode.commands.executeCommand(`leakLoop.${id}`, ...parameters);
const set = (name, value) =>
  vscode.workspace
    .getConfiguration('leakLoop')
    .update(name, value, vscode.ConfigurationTarget.Workspace);

/**
 * Functions that cannot be measured. `at`: text that the cursor is put behind; `row`: what the tree says;
 * `steps`: what it offers before the log.
 */
const failing = [
  {
    what: 'a file without a function',
    program: `'use strict';\nexports.limit = 3;\n`,
    at: 'exports',
    code: 'no-function',
    row: /\.js:2 \| could not be measured: no function is meant$/,
    message: /^There is no function at .*\. There are no named functions\.$/,
    steps: ['Open File'],
  },
  {
    what: 'a call that does not come back',
    program: `exports.wait = function wait() {
  return new Promise(() => setInterval(() => {}, 1000));
};
`,
    at: 'function wait',
    settings: { callTimeout: 0.3 },
    code: 'never-settles',
    row: /^wait \| could not be measured: a call does not come back$/,
    message: /within 0\.3 s \(pending in the process: Timeout\).*leakLoop\.callTimeout/,
    steps: ['Open Settings'],
  },
  {
    what: 'a file with a syntax error',
    program: 'exports.add = function add(a, b) { return a +; };\n', // not asked for a and b
    at: 'function add',
    code: 'syntax-error',
    row: /could not be measured: the file has a syntax error$/,
    message: /:1:\d+ cannot be loaded, it has a syntax error[^]*Correct it and run again/,
    steps: ['Open File'],
  },
  {
    what: 'a module that is not there',
    program: `require('no-such-package');\nexports.add = function add() {};\n`,
    at: 'function add',
    code: 'import-failed',
    row: /could not be measured: the file cannot be loaded$/,
    message: /Cannot find module 'no-such-package'/,
    steps: ['Open File'],
  },
  {
    what: 'a function that is made anew by each call of another',
    program: `exports.outer = function outer() {
  function inner() {
    return 1;
  }
  return inner();
};
`,
    at: 'function inner',
    code: 'no-closure',
    row: /could not be measured: the function does not exist yet$/,
    message: /^inner .* is made anew by each call of outer.*Loop outer instead/,
    steps: ['Open File'],
  },
  {
    what: 'a program that ends before anything is measured',
    program: `exports.leave = function leave() {
  console.error('the disk is full');
  process.exit(3);
};
`,
    at: 'function leave',
    code: 'target-exited',
    row: /^leave \| could not be measured: the process ended$/,
    message:
      /^The process exited with code 3 while it was being measured\. See what it printed last/,
    printed: 'printed last | the disk is full',
    steps: ['Open File'],
  },
];

/** Processes that are no Node.js, each as its inspector answers. */
const foreign = [
  ['a page of Chrome', (t) => listing(t, { type: 'page' }), /lists a page/],
  ['Deno', (t) => nodeWith(t, 'globalThis.Deno = { version: {} }'), /is not Node\.js/],
  ['Bun', (t) => nodeWith(t, 'globalThis.Bun = { version: "1" }'), /is not Node\.js/],
];

/** @param api gives what the extension exports, once it is active */
module.exports = (api) => [
  ...failing.map((state) => [
    `${state.what} is told in words of its own, with a next step`,
    () => fails(api(), state),
  ]),
  ['where no file can be run, it is said why', () => tellsWhy(api())],
  ...foreign.map(([name, start, message]) => [
    `${name} is told not to be Node.js, and another process is offered`,
    async () => {
      await createFile('any.js', anyProgram);
      await usingEach(async (cleanUp) => {
        const port = await start(cleanUp);
        await attachFails(
          api(),
          { port },
          { code: 'not-node', message, steps: ['Choose a Process…'] },
        );
        findRow(api(), / \| could not be measured: this is not a Node\.js process$/);
      });
    },
  ]),
  [
    'where the port of an inspector is taken, both processes are named',
    () =>
      usingEach(async (cleanUp) => {
        const { port, pid } = await startNode(cleanUp, '--inspect=0', idle);
        const late = await startNode(cleanUp, `--inspect=${port}`, idle);
        await attachFails(
          api(),
          { processId: late.pid },
          {
            code: 'wrong-process',
            message: new RegExp(`Process ${pid} answers where process ${late.pid} should`),
            steps: ['Choose a Process…'],
          },
        );
        findRow(api(), / \| could not be measured: another process answers$/);
      }),
  ],
  [
    'a process that is kept from answering is told to be busy, and with what',
    () =>
      usingEach(async (cleanUp) => {
        await createFile('any.js', `setTimeout(function spin() { while (true); });\n${anyProgram}`);
        const { port } = await startNode(cleanUp, '--inspect=0', workspaceFile('any.js').fsPath);
        await attachFails(
          api(),
          { port },
          {
            code: 'busy',
            message: /has been in spin \(any\.js:1:\d+\) for 3 s and lets nothing else run/,
            steps: ['Run Again', 'Choose a Process…'],
          },
        );
        findRow(api(), / \| could not be measured: the process is busy$/);
      }),
  ],
  [
    'where some calls throw, the result says how many and leads to the line',
    async () => {
      await setMaxCalls(63);
      await createFile(
        'some.js',
        `let calls = 0;
exports.some = function some() {
  if (++calls % 3 === 0) throw new Error('every third');
};
`,
      );
      await open('some.js', 'function some');
      const outcome = await outcomeOf(api(), () => run('runAtCursor'));
      assert.equal(outcome.kind, 'report', outcome.failure?.message);
      const { item } = findRow(
        api(),
        /^some calls threw \| 21 of 63 calls threw; the first: every third · some\.js:3$/,
      );
      assert.equal(item.command.command, 'leakLoop.goToLocation');
    },
  ],
  [
    'a program that ends later keeps its finished batches, with what it printed last',
    async () => {
      await setMaxCalls(undefined);
      await createFile(
        'later.js',
        `const kept = [];
exports.fill = function fill() {
  kept.push({ at: kept.length });
  if (kept.length > 300) { console.error('the disk is full'); process.exit(3); }
};
`,
      );
      await open('later.js', 'function fill');
      const outcome = await outcomeOf(api(), () => run('runAtCursor'));
      assert.equal(outcome.result?.report.verdict, 'unclear', outcome.failure?.message);
      assert.ok(outcome.result.report.loop.batches.length >= 1);
      findRow(api(), /^The process printed last: the disk is full \| /);
    },
  ],
  [
    'where the connection is lost, earlier results stay and the process can be chosen anew',
    () =>
      usingEach(async (cleanUp) => {
        await createFile('crash.js', crashProgram);
        const document = await open('crash.js', 'function crash');
        const { port } = await startNode(cleanUp, '--inspect=0', document.uri.fsPath);
        const before = api().state.results.map(({ key }) => key);
        assert.equal(before.length, 2);
        const { failure } = await outcomeOf(api(), () =>
          run('runInProcess', document.uri, { port }),
        );
        assert.equal(failure?.code, 'connection-lost', failure?.message);
        findRow(api(), /^crash \| could not be measured: the connection was lost$/);
        assert.deepEqual(stepsIn(api()), ['Choose a Process…', 'Run Again', 'Show Log']);
        assert.deepEqual(
          api().state.results.map(({ key }) => key),
          before,
        );
        findRow(api(), /^some \| /);
      }),
  ],
  [
    'an engine without the memory to read a heap says so, and which setting helps',
    async () => {
      await set('nodeArgs', ['--max-old-space-size=500']); // the program's own; the variable is for both
      env.NODE_OPTIONS = '--max-old-space-size=9';
      await open('some.js', 'function some');
      const { failure } = await outcomeOf(api(), () => run('runAtCursor')).finally(() => {
        delete env.NODE_OPTIONS;
      });
      await set('nodeArgs', undefined);
      assert.equal(failure?.code, 'out-of-memory', failure?.message);
      assert.match(failure.message, /leakLoop\.memoryBudget/);
      findRow(api(), / \| could not be measured: the engine ran out of memory$/);
      assert.deepEqual(stepsIn(api()), ['Open Settings', 'Show Log']);
    },
  ],
  [
    'while the first function runs, what it does stands in the place of the welcome',
    async () => {
      await run('clear');
      await vscode.commands.executeCommand('leakLoop.leaks.focus');
      await createFile('slow.mjs', slowProgram);
      await open('slow.mjs', 'function slowLeak');
      const ended = outcomeOf(api(), () => run('runAtCursor'));
      await stateWhen(api(), (state) => (state.running?.progress?.batch ?? 0) >= 2);
      await window('message', /^slowLeak · batch \d+ · /);
      assert.equal(await window('hasWelcome'), false);
      await run('stop');
      await ended;
      await run('clear');
    },
  ],
];

async function tellsWhy(api) {
  const told = async (action, text) => {
    await action();
    const { message } = await window('notification', text);
    assert.equal(api.state.running, undefined, message);
    await clearNotifications();
  };
  const { executeCommand } = vscode.commands;
  await executeCommand('workbench.action.closeAllEditors');
  await told(() => run('runAtCursor'), 'Open a JavaScript or TypeScript file and put the cursor');
  await createFile('notes.md', '# notes\n');
  await open('notes.md');
  await told(
    () => run('runAtCursor'),
    'Leak Loop runs functions of JavaScript and TypeScript files only.',
  );
  const document = await vscode.workspace.openTextDocument({
    language: 'javascript',
    content: 'function add() {}\n',
  });
  await vscode.window.showTextDocument(document);
  await told(() => run('runAtCursor'), 'Save this one to a folder first, then run it.');
  await executeCommand('workbench.action.revertAndCloseActiveEditor');
}

async function fails(api, { program, at, settings = {}, code, row, message, printed, steps }) {
  const name = `${code}.js`;
  await createFile(name, program);
  await open(name, at);
  for (const [setting, value] of Object.entries(settings)) await set(setting, value);
  const { failure, result } = await outcomeOf(api, () => run('runAtCursor'));
  for (const setting of Object.keys(settings)) await set(setting, undefined);
  assert.equal(failure?.code, code, failure?.message ?? result?.report.verdict);
  await window('message', message);
  findRow(api, row);
  assert.deepEqual(stepsIn(api, printed === undefined ? [] : [printed]), [...steps, 'Show Log']);
}

/** @param choice as the pick of a process gives it */
async function attachFails(api, choice, { code, message, steps }) {
  const { uri } = await open('any.js', 'function any');
  const { failure } = await outcomeOf(api, () => run('runInProcess', uri, choice));
  assert.equal(failure?.code, code, failure?.message);
  assert.match(failure.message, message);
  assert.deepEqual(stepsIn(api), [...steps, 'Show Log']);
}

/** Labels of the steps below what failed. @param before rows above them, as they read */
function stepsIn(api, before = []) {
  const [failed] = api.tree.getChildren();
  assert.equal(failed.kind, 'failure');
  const below = rows(api, failed);
  assert.deepEqual(below.slice(0, before.length).map(textOf), before);
  const steps = below.slice(before.length);
  assert.ok(steps.every(({ item }) => item.command !== undefined));
  return steps.map(({ item }) => item.label.label);
}

/** Does something, and then whatever it noted to be done at its end. */
async function usingEach(action) {
  const ends = [];
  try {
    await action((end) => ends.push(end));
  } finally {
    ends.forEach((end) => end());
  }
}

/** What lists targets as browsers do. @returns its port */
async function listing(cleanUp, target) {
  const server = createServer((_, response) => {
    const webSocketDebuggerUrl = 'ws://127.0.0.1:1/devtools/page/1';
    response.end(JSON.stringify([{ ...target, webSocketDebuggerUrl }]));
  }).listen(0, '127.0.0.1');
  cleanUp(() => server.close());
  await once(server, 'listening');
  return server.address().port;
}

/** What answers the inspector's protocol, and has what this program makes. @returns its port */
async function nodeWith(cleanUp, program) {
  const { port } = await startNode(cleanUp, '--inspect=0', `${program}; ${idle}`);
  return port;
}

const anyProgram = 'exports.any = function any() {};\n';

const idle = 'setInterval(() => {}, 1000)';

/** @returns once its inspector listens, or cannot */
function startNode(cleanUp, inspect, program) {
  const isFile = program.endsWith('.js');
  const child = spawn('node', [inspect, ...(isFile ? [program] : ['-e', program])]);
  cleanUp(() => child.kill('SIGKILL'));
  return new Promise((resolve) => {
    child.stderr.on('data', (text) => {
      const [, found] = /:(\d+)(?:\/| failed)/.exec(String(text)) ?? [];
      if (found !== undefined) resolve({ pid: child.pid, port: Number(found) });
    });
  });
}

const crashProgram = `
function crash() {
  process.exit(1);
}
globalThis.crash = crash;
setInterval(() => {}, 1000);
`;
