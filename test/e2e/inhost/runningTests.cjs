// Runs that last: one at a time, stopped, and in a process that goes on.
const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const vscode = require('vscode');
const {
  createFile,
  findRow,
  lineOf,
  nextOutcome,
  open,
  outcomeOf,
  setMaxCalls,
  stateWhen,
  window,
  workspaceFile,
} = require('./host.cjs');
const { slowProgram } = require('../slowProgram.cjs');

const run = (id, ...parameters) => vscode.commands.executeCommand(`leakLoop.${id}`, ...parameters);

/** @param api gives what the extension exports, once it is active */
module.exports = (api) => [
  [
    'a program that runs out of memory is told to have, with its last words and a next step',
    async () => {
      const settings = vscode.workspace.getConfiguration('leakLoop');
      const set = (value) =>
        settings.update('nodeArgs', value, vscode.ConfigurationTarget.Workspace);
      await set(['--max-old-space-size=32']);
      await createFile('hoard.js', hoardingProgram);
      await open('hoard.js', 'function gather');
      const { failure } = await outcomeOf(api(), () => run('runAtCursor'));
      await set(undefined);
      assert.equal(failure?.code, 'target-exited');
      assert.match(failure.message, /Its heap was full\..*--max-old-space-size/);
      findRow(api(), /^gather \| could not be measured: the process ended$/);
      findRow(api(), /^Open File/);
    },
  ],
  [
    'while the editor is asked what is in a file, however long, the run is shown and Stop ends it',
    async () => {
      await createFile('cold.ts', 'export function cold(n: number): number {\n  return n;\n}\n');
      await open('cold.ts', 'function cold');
      let isAsked = () => {};
      const asked = new Promise((resolve) => (isAsked = resolve));
      const sessions = [];
      const watches = vscode.Disposable.from(
        vscode.debug.onDidStartDebugSession((session) => sessions.push(session.name)),
        vscode.languages.registerDocumentSymbolProvider(
          { pattern: '**/cold.ts' },
          { provideDocumentSymbols: () => (isAsked(), new Promise(() => {})) },
        ),
      );
      const ended = nextOutcome(api());
      const running = run('runAtCursor');
      await asked;
      await stateWhen(api(), (state) => state.running !== undefined);
      assert.equal(api().state.running.isPreparing, true);
      assert.equal(api().state.running.title, 'cold.ts:1');
      await run('stop');
      assert.equal(api().state.running, undefined);
      assert.equal((await ended).kind, 'stopped');
      await running;
      assert.deepEqual(sessions, []);
      watches.dispose();
    },
  ],
  [
    'a second run is refused while one goes on, and Stop ends that, batches kept',
    async () => {
      await createFile('slow.mjs', slowProgram);
      await open('slow.mjs', 'function slowLeak');
      const ended = nextOutcome(api());
      await run('runAtCursor');
      await stateWhen(api(), (state) => (state.running?.progress?.batch ?? 0) >= 3);
      const { running } = api().state;
      await run('runAtCursor', {
        uri: workspaceFile('sessions.js'),
        position: new vscode.Position(0, 0),
      });
      assert.equal(api().state.running?.title, running.title);
      await run('stop');
      const outcome = await ended; // within two seconds, as the adapter's own tests see; here another editor is busy, too
      assert.equal(outcome.kind, 'report');
      assert.equal(outcome.result.report.verdict, 'unclear');
      assert.ok(outcome.result.report.loop.batches.length >= 1);
    },
  ],
  [
    'where the view is hidden and is not to come to the front, a result and a failure are told, with what to do',
    async () => {
      const settings = vscode.workspace.getConfiguration('leakLoop');
      const set = (value) =>
        settings.update('revealView', value, vscode.ConfigurationTarget.Workspace);
      await set(false);
      await setMaxCalls(63);
      await createFile('aside.js', asideProgram);
      const { executeCommand } = vscode.commands;
      await executeCommand('workbench.view.explorer');
      await open('aside.js', 'function keep');
      await outcomeOf(api(), () => run('runAtCursor'));
      assert.deepEqual((await window('notification', 'keep: 1 leak')).buttons, ['Show']);
      await window('press', 'keep: 1 leak', 'Show');
      await window('row', /^keep.*1 leak/);

      await executeCommand('workbench.view.explorer');
      await open('aside.js', 'function fail');
      const { failure } = await outcomeOf(api(), () => run('runAtCursor'));
      assert.equal(failure?.code, 'throws-at-once', failure?.message);
      const told = await window('notification', 'calls threw: no');
      assert.deepEqual(told.buttons, ['Set Arguments…', 'Show Log']);
      await window('press', 'calls threw: no', 'Set Arguments…');
      assert.equal(await window('quickInputTitle'), 'Arguments of one call to fail');
      await executeCommand('workbench.action.closeQuickOpen');
      await set(undefined);
      await setMaxCalls(undefined);
      await executeCommand('leakLoop.leaks.focus');
    },
  ],
  [
    'a function of a process that runs already is looped there, and the process goes on',
    async () => {
      await createFile('worker.mjs', runningProgram);
      const document = await open('worker.mjs', 'function takeJob');
      const worker = spawn('node', [document.uri.fsPath], { stdio: ['ignore', 'pipe', 'inherit'] });
      try {
        await once(worker.stdout, 'data');
        const outcome = await outcomeOf(api(), () =>
          run('runInProcess', document.uri, { processId: worker.pid }),
        );
        assert.equal(outcome.kind, 'report', outcome.failure?.message);
        const { target, verdict, suspects } = outcome.result.report;
        assert.deepEqual([target.kind, target.pid, verdict], ['attach', worker.pid, 'leak']);
        assert.equal(suspects[0].growthSite.location.line, lineOf(document, 'jobs.push'));
        assert.equal(worker.exitCode, null);
        const again = await outcomeOf(api(), () => run('runAgain'));
        assert.equal(again.result?.report.target.pid, worker.pid, 'also when it is run again');
        const next = await outcomeOf(api(), () =>
          run('runOnNextCall', document.uri, { processId: worker.pid }),
        );
        assert.equal(next.result?.request.capture, true, next.failure?.message);
        assert.ok(next.result.report.warnings.some((each) => /one real call/.test(each)));
        assert.equal(next.result.report.target.pid, worker.pid);
      } finally {
        worker.kill();
      }
    },
  ],
  [
    'a configuration whose function has a file of its own starts the program around it, waits for a real call, and is run again',
    async () => {
      await createFile('clock.js', "const { tick } = require('./tick.js');\n" + clockProgram);
      await createFile('tick.js', tickModule);
      const outcome = await outcomeOf(api(), () =>
        vscode.debug.startDebugging(vscode.workspace.workspaceFolders[0], {
          type: 'leak-loop',
          request: 'launch',
          name: 'tick of the clock',
          program: '${workspaceFolder}/clock.js',
          function: '${workspaceFolder}/tick.js#tick',
          capture: true,
          maxCalls: 255,
        }),
      );
      assert.equal(outcome.result?.report.verdict, 'leak', outcome.failure?.message);
      const { report, request } = outcome.result;
      assert.equal(report.function.location.file, workspaceFile('tick.js').fsPath);
      assert.ok(report.warnings.some((each) => /one real call/.test(each)));
      assert.deepEqual(request.around, { program: workspaceFile('clock.js').fsPath });
      const again = await outcomeOf(api(), () => run('runAgain'));
      assert.equal(again.result?.report.verdict, 'leak', again.failure?.message);
    },
  ],
];

const clockProgram = `
setInterval(() => tick('north'), 20);
`;

const tickModule = `
const seen = [];
exports.tick = function tick(town) {
  seen.push({ town });
};
`;

const hoardingProgram = `
const kept = [];
exports.gather = function gather() {
  for (let i = 0; i < 100; i++) kept.push(Array.from({ length: 100_000 }, (_, n) => ({ n })));
};
`;

const asideProgram = `
const kept = [];
exports.keep = function keep() {
  kept.push({ at: kept.length });
};
exports.fail = function fail() {
  throw new Error('no');
};
`;

const runningProgram = `
const jobs = [];
export function takeJob() {
  jobs.push({ at: jobs.length });
}
takeJob();
setInterval(takeJob, 1000);
console.log('ready');
`;
