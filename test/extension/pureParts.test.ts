import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkArguments, checkExpression } from '../../src/extension/leakChecks/checkExpression';
import { functionKey } from '../../src/extension/leaksView/functionResult';
import { objectsPerCall } from '../../src/extension/language';
import { fillLaunchConfiguration } from '../../src/extension/target/launchConfiguration';
import { requestOfConfiguration } from '../../src/extension/target/requestOfConfiguration';
import { headingText } from '../../src/extension/leaksView/describeResult';
import {
  LeaksState,
  type RunningState,
  type StoppedRun,
} from '../../src/extension/leaksView/leaksState';
import type { RunFailure } from '../../src/extension/run/runFailure';
import { orderChoices } from '../../src/extension/ask/orderChoices';
import { progressText } from '../../src/extension/run/progressText';
import { RunPreparation } from '../../src/extension/run/runPreparation';
import { relocateFunction } from '../../src/extension/run/relocateFunction';
import {
  positionOf,
  requestTitle,
  takesArguments,
  wholeFile,
  withCall,
} from '../../src/extension/run/runRequest';
import { symbolPath, type NamedRange } from '../../src/extension/ask/symbolPath';
import { createResult } from '../../src/extension/leaksView/functionResult';
import { timeText } from '../../src/extension/timeText';
import { cleanReport, leakReport } from '../core/sampleReports';
import { english } from './fakeTranslate';

const anchor = { line: 3, column: 1, lineText: 'function add(x) {' };

test('a function is found again where lines were added above it', () => {
  const lines = ['// new', '// new', 'let a;', 'let b;', 'function add(x) {', '}'];
  assert.deepEqual(relocateFunction(anchor, lines), { line: 5, column: 1 });
});

test('of two equal lines the nearer one is taken, and new indentation moves the column', () => {
  const lines = ['function add(x) {', '', '  function add(x) {', ''];
  assert.deepEqual(relocateFunction(anchor, lines), { line: 3, column: 3 });
});

test('a function whose own line was edited is not found by text', () => {
  assert.equal(relocateFunction(anchor, ['function add(x, y) {']), undefined);
});

test('functions are offered innermost first, then what comes below the cursor', () => {
  const at = (name: string, line: number) => ({ name, line, column: 1 });
  const names = orderChoices([at('a', 1), at('b', 8), at('c', 5), at('d', 12)], 9);
  assert.deepEqual(
    names.map(({ name }) => name),
    ['b', 'c', 'a', 'd'],
  );
});

test('progress is one line: function, batch, calls, first answer', () => {
  const progress = { phase: 'loop', message: 'x', batch: 6, calls: 63, soFar: 'growing' } as const;
  assert.equal(
    progressText({ title: 's.js:3', progress: { ...progress, functionName: 'handle' } }, english),
    'handle · batch 6 · 63 calls · still growing',
  );
  assert.equal(progressText({ title: 's.js:3' }, english), 's.js:3 · starting');
  assert.equal(
    progressText(
      { title: 's.js:3', progress: { phase: 'snapshot', message: 'taking it' } },
      english,
    ),
    's.js:3 · taking it',
  );
  assert.equal(progressText({ title: 's.js:3', stopping: true }, english), 's.js:3 · stopping');
});

test('until the function is called, progress says how often it may be', () => {
  const cost = { maxCalls: 16_383, timeBudget: 10 };
  const shown = (progress?: RunningState['progress']) =>
    progressText({ title: 's.js:3', cost, ...(progress && { progress }) }, english);
  assert.equal(shown(), 's.js:3 · starting · up to 16,383 calls or 10 s');
  assert.equal(
    shown({ phase: 'launch', message: 'Starting s.js' }),
    's.js:3 · Starting s.js · up to 16,383 calls or 10 s',
  );
  const warmingUp = { phase: 'warmUp', message: 'x', functionName: 'handle' } as const;
  assert.equal(shown(warmingUp), 'handle · warming up');
});

test('a run is shown and can be stopped while what it needs is found out, however long that takes', async () => {
  const state = new LeaksState();
  const preparation = new RunPreparation(state);
  const never = new Promise<string>(() => {});
  const found = preparation.during(runOf('s.js:3'), { title: 's.js:3' }, () => never);
  assert.deepEqual(state.running, { title: 's.js:3', isPreparing: true });
  assert.equal(preparation.stop(), true);
  assert.equal(state.running, undefined);
  assert.equal(await found, undefined);
  assert.deepEqual(state.stopped, runOf('s.js:3'), 'it is the one to repeat');
  assert.equal(preparation.stop(), false);
});

function runOf(title: string): StoppedRun {
  return { request: { program: '/s.js' }, title };
}

test('a run that was stopped while it was prepared does not end the next one', async () => {
  const state = new LeaksState();
  const preparation = new RunPreparation(state);
  let answer: (text: string) => void = () => {};
  const late = new Promise<string>((resolve) => (answer = resolve));
  const first = preparation.during(runOf('first'), { title: 'first' }, () => late);
  preparation.stop();
  const second = preparation.during(
    runOf('second'),
    { title: 'second' },
    () => new Promise<string>(() => {}),
  );
  answer('too late');
  assert.equal(await first, undefined);
  assert.equal(state.running?.title, 'second');
  preparation.stop();
  assert.equal(await second, undefined);
});

test('what is found out, and what goes wrong with it, ends the preparation', async () => {
  const state = new LeaksState();
  const preparation = new RunPreparation(state);
  const found = await preparation.during(runOf('t'), { title: 't' }, () =>
    Promise.resolve('found'),
  );
  assert.deepEqual([found, state.running], ['found', undefined]);
  const broken = preparation.during(runOf('t'), { title: 't' }, () =>
    Promise.reject(new Error('broken')),
  );
  await assert.rejects(broken, /broken/);
  assert.equal(state.running, undefined);
});

test('the heading beside the title has the function, its verdict, and when it ended', () => {
  const created = createResult({ program: '/a.js' }, leakReport, new Map());
  assert.equal(headingText(created, english), 'handleRequest · 2 leaks');
  const endedAt = Date.now();
  const heading = headingText({ ...created, endedAt }, english);
  assert.equal(heading, `handleRequest · 2 leaks · ${timeText(endedAt)}`);
});

test('rates read as people count', () => {
  assert.equal(objectsPerCall(1.02, 'Session', english), '1 Session per call');
  assert.equal(objectsPerCall(2, 'Session', english), '2 × Session per call');
  assert.equal(objectsPerCall(2.46, 'Session', english), '2.5 × Session per call');
  assert.equal(objectsPerCall(1 / 3, 'Session', english), '1 Session every 3 calls');
  assert.equal(objectsPerCall(0.26, 'Session', english), '1 Session every 4 calls');
  assert.equal(objectsPerCall(0.4, 'Session', english), '2 × Session every 5 calls');
});

test('a request is kept as asked for, settings fill what it leaves open', () => {
  const settings = {
    nodeExecutable: '/opt/node',
    nodeArgs: ['--import=tsx'],
    env: { A: '1', B: '1' },
    maxCalls: 100,
    timeBudget: 10,
    memoryBudget: 256,
    callTimeout: 10,
  };
  const request = { program: '/a.ts', function: '3:1', env: { B: '2' }, timeBudget: 60 };
  assert.deepEqual(fillLaunchConfiguration(request, settings, '/folder'), {
    program: '/a.ts',
    function: '3:1',
    env: { A: '1', B: '2' },
    runtimeExecutable: '/opt/node',
    runtimeArgs: ['--import=tsx'],
    cwd: '/folder',
    maxCalls: 100,
    timeBudget: 60,
    memoryBudget: 256,
    callTimeout: 10,
  });
});

test('a launch configuration may name the function with its file: the program is started around it', () => {
  const isFile = (path: string): boolean => path === '/shop/jobs.js' || path === '/shop/server.js';
  const read = (configuration: object) =>
    requestOfConfiguration({ type: 'leak-loop', name: 'x', ...configuration }, isFile);
  const settings = { nodeExecutable: '', nodeArgs: ['--inspect'], env: {}, ...noLimits };
  const roundTrip = (configuration: object) =>
    fillLaunchConfiguration(read(configuration)!, settings, undefined);

  const server = { program: '/shop/server.js', function: '/shop/jobs.js#run', args: ['--port=0'] };
  assert.deepEqual(read(server), {
    program: '/shop/jobs.js',
    function: 'run',
    args: ['--port=0'],
    around: { program: '/shop/server.js' },
  });
  assert.deepEqual(roundTrip(server), {
    ...noLimits,
    ...server,
    runtimeArgs: ['--inspect'],
    env: {},
  });

  const npm = { runtimeExecutable: 'npm', runtimeArgs: ['start'], function: '/shop/jobs.js:12:3' };
  assert.equal(read(npm)?.program, '/shop/jobs.js');
  assert.deepEqual(positionOf(read(npm)!), { line: 12, column: 3 });
  assert.deepEqual(roundTrip(npm), { ...noLimits, ...npm, env: {} });

  assert.deepEqual(read({ program: '/shop/jobs.js', function: 'run' }), {
    program: '/shop/jobs.js',
    function: 'run',
  });
  assert.equal(read({ function: 'run' }), undefined);
});

const noLimits = { maxCalls: 1, timeBudget: 1, memoryBudget: 1, callTimeout: 1 };

test('a leak check gets no limits of the settings, so that it comes to the same in CI', () => {
  const settings = {
    nodeExecutable: '',
    nodeArgs: [],
    env: { A: '1' },
    maxCalls: 100,
    timeBudget: 10,
    memoryBudget: 256,
    callTimeout: 10,
  };
  const request = { program: '/a.leak.js', check: true };
  assert.deepEqual(fillLaunchConfiguration(request, settings, undefined), {
    ...request,
    env: { A: '1' },
  });
});

test('a whole file has no arguments; a leak check is judged, every other file is a script', () => {
  const request = { program: '/a.js', function: '3', callArguments: '[1]', cwd: '/x' };
  assert.deepEqual(wholeFile(request), { program: '/a.js', cwd: '/x', script: true });
  assert.deepEqual(wholeFile({ program: '/a.leak.ts' }), { program: '/a.leak.ts', check: true });
  assert.equal(takesArguments(request), true);
  assert.equal(takesArguments(request, 'test'), false);
  assert.equal(takesArguments(wholeFile(request)), false);
  assert.equal(requestTitle(wholeFile(request)), 'a.js');
});

test('an empty argument expression means none', () => {
  assert.deepEqual(withCall({ program: '/a.js', callArguments: '[1]' }, { callArguments: ' ' }), {
    program: '/a.js',
  });
});

test('a function attribute is a position or a name', () => {
  assert.deepEqual(positionOf({ program: '/a.js', function: '3:7' }), { line: 3, column: 7 });
  assert.deepEqual(positionOf({ program: '/a.js', function: '3' }), { line: 3 });
  assert.equal(positionOf({ program: '/a.js', function: 'handle' }), undefined);
  assert.equal(requestTitle({ program: '/x/a.js', function: '3:7' }), 'a.js:3');
  assert.equal(requestTitle({ program: '/x/a.js', function: 'handle' }), 'handle');
  assert.equal(requestTitle({ program: '/x/a.js' }), 'a.js');
});

test('argument expressions are parsed, never run', () => {
  assert.equal(checkExpression('["user" + i, { a: await x }]', english), undefined);
  assert.equal(checkExpression('   ', english), undefined);
  assert.match(checkExpression('["user" + i', english) ?? '', /expression: it ends too early$/);
  assert.match(checkExpression('[i]; exit()', english) ?? '', /“;” at character 4 does not fit$/);
});

test('arguments that are no array are told how they are written as one', () => {
  assert.equal(checkArguments('["ada"]', english), undefined);
  assert.equal(checkArguments('', english), undefined);
  assert.match(checkArguments('"ada"', english) ?? '', /an array, also a single one: \["ada"\]$/);
  assert.match(
    checkArguments('[1)', english) ?? '',
    /“\)” at character 3 .*Write an array: \["user"/,
  );
});

function symbol(name: string, from: number, to: number, children: NamedRange<number>[] = []) {
  return { name, range: { contains: (line: number) => from <= line && line <= to }, children };
}

test('the names around a position are joined, outermost first', () => {
  const symbols = [symbol('a', 1, 3), symbol('Server', 5, 20, [symbol('handle', 7, 9)])];
  assert.equal(symbolPath(symbols, 8), 'Server.handle');
  assert.equal(symbolPath(symbols, 6), 'Server');
  assert.equal(symbolPath(symbols, 4), '');
});

test('a function expression that is assigned to its own name has one name, wherever the cursor is in it', () => {
  const named = [symbol('handle', 1, 3, [symbol('handle', 2, 3)])];
  assert.equal(symbolPath(named, 1), 'handle');
  assert.equal(symbolPath(named, 3), 'handle');
});

test('a function keeps its key when it moves, an anonymous one does not', () => {
  const moved = { ...leakReport.function, location: { ...leakReport.function.location, line: 99 } };
  assert.equal(functionKey(moved), functionKey(leakReport.function));
  const anonymous = { ...moved, name: '(anonymous)' };
  assert.notEqual(
    functionKey(anonymous),
    functionKey({ ...anonymous, location: leakReport.function.location }),
  );
});

test('the state keeps the newest result of each function', () => {
  const state = new LeaksState();
  const changes: string[] = [];
  state.onDidChange((change) => changes.push(change));
  const request = { program: '/a.js' };
  state.addResult(createResult(request, leakReport, new Map()));
  state.addResult(createResult(request, cleanReport, new Map()));
  state.addResult(createResult(request, leakReport, new Map()));
  assert.deepEqual(
    state.results.map(({ report }) => report.function.name),
    ['handleRequest', 'parse'],
  );
  state.setFailure({ code: 'internal', message: 'm', title: 't', request });
  state.setRunning({ title: 't' });
  state.setRunning(undefined);
  state.clear();
  assert.deepEqual([state.results, state.failures, state.failure], [[], [], undefined]);
  assert.deepEqual(changes, [
    ...['rows', 'rows', 'rows', 'rows'],
    ...['progress', 'progress', 'rows'],
  ]);
});

function failureOf(title: string, at: string, code: RunFailure['code'] = 'internal'): RunFailure {
  return { code, message: 'm', title, request: { program: '/a.js', function: at } };
}

function titlesIn({ failures }: LeaksState): readonly string[] {
  return failures.map(({ title }) => title);
}

test('a failure stays until its function is run again, wherever that is by then', () => {
  const state = new LeaksState();
  state.setFailure(failureOf('first', '3:1'));
  state.setFailure(failureOf('parse', '7:1'));
  state.addResult(createResult({ program: '/a.js', function: '19:5' }, leakReport, new Map()));
  assert.deepEqual(titlesIn(state), ['parse', 'first'], 'another function was run');
  assert.equal(state.failure, undefined, 'the last run did not fail');
  state.setFailure(failureOf('a.js:3', '3:1'));
  assert.deepEqual(titlesIn(state), ['a.js:3', 'parse'], 'the same place');
  state.addResult(createResult({ program: '/a.js', function: '9:1' }, cleanReport, new Map()));
  assert.deepEqual(titlesIn(state), ['a.js:3'], 'the same function, two lines below');
});

test('that a file can be run ends what was wrong with it as a whole, and that no function was meant', () => {
  const state = new LeaksState();
  state.setFailure(failureOf('a.js:1', '1:1', 'no-function'));
  state.setFailure(failureOf('a.js:3', '3:1', 'syntax-error'));
  assert.deepEqual(titlesIn(state), ['a.js:3']);
  state.setFailure(failureOf('b', '5:1', 'throws-at-once'));
  state.addResult(createResult({ program: '/a.js', function: '19:5' }, leakReport, new Map()));
  assert.deepEqual(titlesIn(state), ['b']);
});

test('a run that was stopped before anything was measured is the last one, and changes no row', () => {
  const state = new LeaksState();
  state.setFailure(failureOf('first', '3:1'));
  state.setStopped(runOf('second'));
  assert.deepEqual([state.stopped, state.failure], [runOf('second'), undefined]);
  assert.deepEqual(titlesIn(state), ['first']);
  state.addResult(createResult({ program: '/a.js' }, leakReport, new Map()));
  assert.equal(state.stopped, undefined);
});
