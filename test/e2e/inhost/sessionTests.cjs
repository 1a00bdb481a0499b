// Programs that VS Code's own debugger debugs: the real js-debug, its breakpoints and its console.
const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { execPath: nodeExecutable } = require('node:process');
const vscode = require('vscode');
const {
  acceptPick,
  createFile,
  extension,
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

const run = (id, ...parameters) => vscode.commands.executeCommand(`leakLoop.${id}`, ...parameters);

/** @param api gives what the extension exports, once it is active */
module.exports = (api) => {
  let debugged;

  return [
    [
      'a function of a program that is being debugged is looped in that very process',
      async () => {
        await setMaxCalls(511);
        await createFile('orders.js', program);
        const document = await open('orders.js', 'function takeOrder');
        debugged = await startDebugging('orders.js');
        await vscode.commands.executeCommand('workbench.view.debug');
        const outcome = await outcomeOf(api(), () =>
          window('menuOf', '.debug-call-stack', 'orders', 'Run Leak Loop in This Debug Session'),
        );
        assert.equal(outcome.kind, 'report', outcome.failure?.message);
        findRow(api(), /^a debugger was attached: what it keeps may show here/);
        const { verdict, suspects, target } = outcome.result.report;
        assert.equal(verdict, 'leak');
        assert.deepEqual(
          [target.kind, target.pid, target.debuggerAttached],
          ['session', Number(await debugged.evaluate('process.pid')), true],
        );
        assert.equal(suspects[0].leakRoot.name, 'orders');
        assert.equal(suspects[0].growthSite.location.line, lineOf(document, 'orders.push('));
      },
    ],
    [
      'its breakpoints are hit afterwards; a run waits meanwhile, says so, and goes on with Continue',
      async () => {
        const document = await open('orders.js', 'function takeOrder');
        const place = new vscode.Position(lineOf(document, 'return ticks') - 1, 0);
        const breakpoint = new vscode.SourceBreakpoint(new vscode.Location(document.uri, place));
        const stopped = debugged.stopped();
        vscode.debug.addBreakpoints([breakpoint]);
        await stopped;
        const before = Number(await debugged.evaluate('served.length'));
        const ended = nextOutcome(api());
        const asked = run('runInProcess', document.uri, { debugSession: debugged.session.id });
        await stateWhen(api(), ({ running }) => running?.progress?.isPaused === true);
        assert.match(api().state.running.progress.message, /in tick of orders\.js: waiting until/);
        vscode.debug.removeBreakpoints([breakpoint]);
        await vscode.commands.executeCommand('notification.acceptPrimaryAction');
        await asked;
        const outcome = await ended;
        assert.equal(outcome.result?.report.verdict, 'leak', outcome.failure?.message);
        const after = Number(await debugged.evaluate('served.length'));
        assert.ok(after > before, `its own work goes on: ${before}, ${after}`);
      },
    ],
    [
      'its user steps into a call, out of it and on, after the loop as before',
      async () => {
        const { document } = vscode.window.activeTextEditor;
        const place = new vscode.Position(lineOf(document, "serve('guest'") - 1, 0);
        const breakpoint = new vscode.SourceBreakpoint(new vscode.Location(document.uri, place));
        const stopped = debugged.stopped();
        vscode.debug.addBreakpoints([breakpoint]);
        await stopped;
        vscode.debug.removeBreakpoints([breakpoint]);
        const steps = [];
        for (const step of ['stepIn', 'stepOut', 'next']) steps.push(await debugged.step(step));
        const lineIn = (text) => lineOf(document, text);
        assert.equal(steps[0], lineIn('served.push('));
        assert.equal(steps[2], lineIn('return ticks'), steps.join(', '));
        await debugged.step('continue');
      },
    ],
    [
      'the next real call is waited for and looped with its own this and arguments',
      async () => {
        const document = await open('orders.js', 'function serve');
        const outcome = await outcomeOf(api(), () =>
          run('runOnNextCall', document.uri, { debugSession: debugged.session.id }),
        );
        assert.equal(outcome.kind, 'report', outcome.failure?.message);
        const { warnings, suspects } = outcome.result.report;
        assert.ok(warnings.some((each) => /one real call/.test(each)));
        assert.equal(suspects[0].leakRoot.name, 'served');
        assert.equal(outcome.result.request.capture, true);
      },
    ],
    [
      'a run that lasts shows in the status bar, and where the view is hidden as a notification, whose Cancel ends it',
      async () => {
        const document = await open('orders.js', 'function neverCalled');
        const ended = nextOutcome(api());
        await run('runOnNextCall', document.uri, { debugSession: debugged.session.id });
        await stateWhen(api(), ({ running }) =>
          /waiting for its next real call/.test(running?.progress?.message),
        );
        const text = 'neverCalled · waiting for its next real call';
        assert.match(
          await window('statusBar', text),
          /\bcodicon-loading\b.*\bcodicon-modifier-spin\b/,
        );
        await vscode.commands.executeCommand('workbench.view.explorer');
        const { buttons } = await window('notification', text); // after ten seconds
        assert.deepEqual(buttons, ['Cancel']);
        await window('press', text, 'Cancel');
        assert.equal((await ended).kind, 'stopped');
        await window('statusBarGone', text);
      },
    ],
    [
      'where the debug session has ended, Run Again asks for a process; started anew, it goes there',
      async () => {
        await debugged.end();
        // without a row it is the last run, which was stopped
        const again = () => run('runAgain', findRow(api(), /^serve \| /).node);
        await dismissPick(again());
        assert.equal(api().state.running, undefined);
        debugged = await startDebugging('orders.js');
        const outcome = await outcomeOf(api(), again);
        assert.equal(outcome.kind, 'report', outcome.failure?.message);
        const { target } = outcome.result.report;
        assert.equal(target.pid, Number(await debugged.evaluate('process.pid')));
        await debugged.end();
      },
    ],
    [
      'of two workers of a debugged process that have the function, one is chosen',
      async () => {
        await createFile('crew.js', crewProgram);
        const document = await open('crew.js', 'function work');
        debugged = await startDebugging('crew.js');
        const ready = "globalThis.isReady ? 'ready' : ''";
        while (!(await debugged.evaluate(ready)).includes('ready'));
        const { failure } = await outcomeOf(api(), () =>
          run('runInProcess', document.uri, { debugSession: debugged.session.id }),
        );
        assert.equal(failure?.code, 'several-members', failure?.message);
        const ended = nextOutcome(api());
        await acceptPick(api().state);
        const outcome = await ended;
        assert.equal(outcome.result?.report.verdict, 'leak', outcome.failure?.message);
        assert.equal(typeof outcome.result.report.target.worker.id, 'number');
      },
    ],
    [
      'a worker is a session of its own: chosen in the call stack, the function is looped in that one',
      async () => {
        const [, worker] = await debugged.workers(2);
        const outcome = await outcomeOf(api(), () => run('runInSession', worker.id));
        assert.equal(outcome.result?.report.verdict, 'leak', outcome.failure?.message);
        assert.deepEqual(outcome.result.report.target.worker, { id: 2, name: 'two' });
        assert.equal(outcome.result.request.debugSession, worker.id);
        await debugged.end();
      },
    ],
    [
      'of a program that starts another one, both are offered where its configuration is meant, and the child can be chosen',
      async () => {
        await createFile('branches.js', branchesProgram);
        await open('branches.js', 'function takeOrder');
        debugged = await startDebugging('branches.js');
        const [child] = await debugged.children(1);
        const pidOf = async (session) => Number(await debugged.evaluate('process.pid', session));
        const pids = [await pidOf(debugged.session), await pidOf(child)];
        assert.notEqual(pids[0], pids[1]);
        assert.equal(await loopedPid(child.id), pids[1]);
        const ended = nextOutcome(api());
        const asked = run('runInSession', debugged.session.parentSession.id);
        await acceptPick(api().state);
        await asked;
        const { result, failure } = await ended;
        assert.equal(result?.report.verdict, 'leak', failure?.message);
        assert.ok(pids.includes(result.report.target.pid));
        assert.equal(result.report.target.kind, 'session', 'one of the two stood first');
        await debugged.end();
      },
    ],
    [
      'a worker that stands at a breakpoint is waited for, and goes on with Continue',
      async () => {
        await createFile('lone.js', loneProgram);
        const document = await open('lone.js', 'function work');
        const place = new vscode.Position(lineOf(document, 'return ticks') - 1, 0);
        const breakpoint = new vscode.SourceBreakpoint(new vscode.Location(document.uri, place));
        debugged = await startDebugging('lone.js');
        const stopped = debugged.stopped();
        vscode.debug.addBreakpoints([breakpoint]);
        await stopped;
        const ended = nextOutcome(api());
        const asked = run('runInProcess', document.uri, { debugSession: debugged.session.id });
        await stateWhen(api(), ({ running }) => running?.progress?.isPaused === true);
        assert.match(api().state.running.progress.message, /in tick of lone\.js: waiting until/);
        vscode.debug.removeBreakpoints([breakpoint]);
        await vscode.commands.executeCommand('notification.acceptPrimaryAction');
        await asked;
        const outcome = await ended;
        assert.equal(outcome.result?.report.verdict, 'leak', outcome.failure?.message);
        assert.equal(outcome.result.report.target.worker.id, 1);
        await debugged.end();
      },
    ],
    [
      'a process that the debugger was attached to by its port is looped, and goes on when that leaves',
      async () => {
        await setMaxCalls(63);
        await open('orders.js', 'function takeOrder');
        const server = spawn(nodeExecutable, ['--inspect=0', workspaceFile('orders.js').fsPath]);
        const port = await new Promise((resolve) => {
          server.stderr.on('data', (text) => {
            const [, found] = /:(\d+)\//.exec(String(text)) ?? [];
            if (found !== undefined) resolve(Number(found));
          });
        });
        const address = '127.0.0.1';
        debugged = await debug({ type: 'node', request: 'attach', name: 'by port', address, port });
        assert.equal(await loopedPid(debugged.session.parentSession.id), server.pid);
        await debugged.end();
        assert.equal(server.exitCode ?? server.signalCode, null);
        server.kill();
      },
    ],
    [
      'a command in a JavaScript Debug Terminal is looped in its process',
      async () => {
        await open('orders.js', 'function takeOrder');
        debugged = await debug({
          type: 'node-terminal',
          request: 'launch',
          name: 'terminal',
          command: `"${nodeExecutable}" orders.js`,
        });
        assert.equal(debugged.session.type, 'node-terminal');
        assert.equal(
          await loopedPid(debugged.session.parentSession.id),
          Number(await debugged.evaluate('process.pid')),
        );
        await debugged.end();
      },
    ],
    [
      'a process started in a terminal with auto-attach on is a session, and goes on when the loop is over',
      async () => {
        await open('orders.js', 'function takeOrder');
        await setAutoAttach('always');
        debugged = await debugStartedBy(startInTerminal);
        assert.equal(debugged.session.parentSession.configuration.name, 'Node.js Process');
        const pid = Number(await debugged.evaluate('process.pid'));
        assert.equal(await loopedPid(debugged.session.parentSession.id), pid);
        assert.equal(Number(await debugged.evaluate('process.pid')), pid);
        await debugged.end();
        vscode.window.activeTerminal.dispose();
        await setAutoAttach(undefined);
      },
    ],
    [
      'the preLaunchTask of a configuration has run before the program is started',
      async () => {
        const made = 'exports.made = () => {};';
        const tasks = [
          {
            label: 'make it',
            type: 'process',
            command: nodeExecutable,
            args: ['-e', `require('fs').writeFileSync('made.js', '${made}')`],
          },
        ];
        await createFile('.vscode/tasks.json', JSON.stringify({ version: '2.0.0', tasks }));
        const [folder] = vscode.workspace.workspaceFolders;
        const outcome = await outcomeOf(api(), () =>
          vscode.debug.startDebugging(folder, {
            type: 'leak-loop',
            request: 'launch',
            name: 'after a task',
            preLaunchTask: 'make it',
            program: workspaceFile('made.js').fsPath,
            function: 'made',
          }),
        );
        assert.equal(outcome.result?.report.verdict, 'clean', outcome.failure?.message);
        await setMaxCalls(undefined);
      },
    ],
  ];
};

/** Loops what is at the cursor in a session; gives the process that it was looped in. */
async function loopedPid(session) {
  const outcome = await outcomeOf(extension().exports, () => run('runInSession', session));
  assert.equal(outcome.result?.report.verdict, 'leak', outcome.failure?.message);
  return outcome.result.report.target.pid;
}

const setAutoAttach = (filter) =>
  vscode.workspace
    .getConfiguration('debug.javascript')
    .update('autoAttachFilter', filter, vscode.ConfigurationTarget.Global);

/** As a user does it. A terminal that opened before js-debug noticed the setting has nothing of it, and closes. */
async function startInTerminal() {
  const started = new Promise((resolve) => {
    const subscription = vscode.debug.onDidStartDebugSession((session) => {
      subscription.dispose();
      resolve(session);
    });
  });
  let session;
  while (session === undefined) {
    const terminal = vscode.window.createTerminal({ cwd: workspaceFile('').fsPath });
    terminal.show();
    terminal.sendText(`test -n "$VSCODE_INSPECTOR_OPTIONS" && "${nodeExecutable}" orders.js; exit`);
    session = await Promise.race([started, closingOf(terminal)]);
  }
}

function closingOf(terminal) {
  return new Promise((resolve) => {
    const subscription = vscode.window.onDidCloseTerminal((each) => {
      if (each !== terminal) return;
      subscription.dispose();
      resolve(undefined);
    });
  });
}

/** Closes the pick that a command opens. */
async function dismissPick(asking) {
  let isAnswered = false;
  const answered = asking.then(() => (isAnswered = true));
  while (!isAnswered) {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  }
  await answered;
}

/** Starts a file under js-debug. */
const startDebugging = (name) =>
  debug({ type: 'node', request: 'launch', name: 'orders', program: workspaceFile(name).fsPath });

function debug(configuration) {
  return debugStartedBy(async () => {
    const [folder] = vscode.workspace.workspaceFolders;
    assert.ok(await vscode.debug.startDebugging(folder, configuration));
  });
}

const nodeTypes = ['pwa-node', 'node-terminal'];

/** The session of a process that js-debug debugs then: one of its own, below the one that is started. */
async function debugStartedBy(start) {
  const stops = [];
  const below = [];
  const tracker = vscode.debug.registerDebugAdapterTrackerFactory('*', {
    createDebugAdapterTracker: () => ({
      onDidSendMessage: ({ event }) => {
        if (event === 'stopped') stops.shift()?.();
      },
    }),
  });
  const started = new Promise((resolve) => {
    const subscription = vscode.debug.onDidStartDebugSession((each) => {
      if (each.parentSession !== undefined && nodeTypes.includes(each.type)) {
        subscription.dispose();
        resolve(each);
      }
    });
  });
  const workers = vscode.debug.onDidStartDebugSession((each) => below.push(each));
  await start();
  const session = await started;
  return {
    session,
    /** So many sessions below that of the process, in the order of their names. */
    workers: async (count) => {
      const own = () => below.filter(({ parentSession }) => parentSession?.id === session.id);
      while (own().length < count) await session.customRequest('threads');
      return own().sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    /** So many sessions of other processes that the process has started. */
    children: async (count) => {
      const own = () =>
        below.filter(
          (each) =>
            nodeTypes.includes(each.type) && each !== session && each.parentSession !== undefined,
        );
      while (own().length < count) await session.customRequest('threads');
      return own();
    },
    stopped: () => new Promise((resolve) => stops.push(resolve)),
    /** As the buttons of the debugger do it; gives the line where it stops then. */
    step: async (kind) => {
      const { threads } = await session.customRequest('threads');
      const threadId = threads[0].id;
      const stopped =
        kind === 'continue' ? undefined : new Promise((resolve) => stops.push(resolve));
      await session.customRequest(kind, { threadId });
      if (stopped === undefined) return undefined;
      await stopped;
      const { stackFrames } = await session.customRequest('stackTrace', { threadId, levels: 1 });
      return stackFrames[0].line;
    },
    evaluate: async (expression, of = session) => {
      const { result } = await of.customRequest('evaluate', { expression, context: 'repl' });
      return result;
    },
    end: async () => {
      let stop;
      const ended = new Promise((resolve) => {
        stop = vscode.debug.onDidTerminateDebugSession(({ id }) => id === session.id && resolve());
      });
      await vscode.debug.stopDebugging(session.parentSession);
      await ended;
      stop.dispose();
      tracker.dispose();
      workers.dispose();
    },
  };
}

const program = `
const orders = [];
const served = [];
let ticks = 0;
function takeOrder() {
  orders.push({ at: orders.length });
}
function serve(guest, table) {
  served.push({ guest, table });
}
function neverCalled() {}
function tick() {
  serve('guest', ticks);
  return ticks++;
}
Object.assign(globalThis, { served, takeOrder, neverCalled });
takeOrder();
setInterval(tick, 100);
`;

const branchesProgram = `
const { fork } = require('node:child_process');
const orders = [];
function takeOrder() {
  orders.push({ at: orders.length });
}
globalThis.takeOrder = takeOrder;
if (process.argv[2] !== 'branch') fork(__filename, ['branch']);
setInterval(() => {}, 1000);
`;

const crewProgram = `
const { isMainThread, parentPort, Worker } = require('node:worker_threads');
if (isMainThread) {
  let waiting = 2;
  const onReady = () => { globalThis.isReady = --waiting === 0; };
  for (const name of ['one', 'two']) new Worker(__filename, { name }).once('message', onReady);
} else {
  const done = [];
  function work() {
    done.push({ at: done.length });
  }
  parentPort.on('message', work);
  parentPort.postMessage('ready');
}
`;

const loneProgram = `
const { isMainThread, Worker } = require('node:worker_threads');
if (isMainThread) {
  new Worker(__filename);
} else {
  const done = [];
  let ticks = 0;
  function work() {
    done.push({ at: done.length });
  }
  function tick() {
    return ticks++;
  }
  globalThis.work = work;
  setInterval(tick, 100);
}
`;
