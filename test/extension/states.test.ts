// Every state that is not a verdict: each has words of its own and a next step.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  describeFailure,
  describeRemedy,
  remedyAction,
} from '../../src/extension/leaksView/describeFailure';
import { failureWords } from '../../src/extension/leaksView/failureWords';
import { createResult } from '../../src/extension/leaksView/functionResult';
import { unansweredFailure } from '../../src/extension/run/engineExit';
import { progressText } from '../../src/extension/run/progressText';
import { remediesOf } from '../../src/extension/run/remediesOf';
import type { RunFailure } from '../../src/extension/run/runFailure';
import { cleanReport } from '../core/sampleReports';
import { english } from './fakeTranslate';
import { treeText } from './treeText';

/** As a record, so that a new code cannot be forgotten; the values are the likeliest next step. */
const firstSteps: Readonly<Record<RunFailure['code'], string>> = {
  usage: 'Open Settings',
  'file-not-found': 'Run Again',
  'no-function': 'Open File',
  'no-closure': 'Open File',
  'no-receiver': 'Set Object (this)…',
  'syntax-error': 'Open File',
  'import-failed': 'Open File',
  'throws-at-once': 'Set Arguments…',
  'never-settles': 'Open Settings',
  'target-exited': 'Open File',
  'bad-arguments': 'Set Arguments…',
  'cannot-capture': 'Set Arguments…',
  'bad-check': 'Open File',
  'setup-failed': 'Open File',
  'runner-missing': 'Open File',
  'test-not-reached': 'Open File',
  'node-missing': 'Open Settings',
  'node-too-old': 'Open Settings',
  'not-compiled': 'Open Settings',
  'inspector-unavailable': 'Choose a Process…',
  'not-node': 'Choose a Process…',
  'wrong-process': 'Choose a Process…',
  'not-loaded': 'Open File',
  busy: 'Run Again',
  'several-members': 'Choose a Thread…',
  'not-loopback': 'Choose a Process…',
  'connection-lost': 'Open File',
  'out-of-memory': 'Open Settings',
  internal: 'Run Again',
};

const codes = Object.keys(firstSteps) as RunFailure['code'][];

function failure(code: RunFailure['code'], request = {}): RunFailure {
  return {
    code,
    message: 'Why. What to do.',
    title: 'handle',
    request: { program: '/a.js', ...request },
  };
}

function stepsOf(of: RunFailure): string[] {
  return remediesOf(of).map(
    (remedy) => describeRemedy({ kind: 'remedy', id: '', remedy, failure: of }, english).label,
  );
}

test('whatever goes wrong has words of its own', () => {
  const words = codes.map((code) => failureWords(code, english));
  assert.equal(new Set(words).size, codes.length);
  assert.ok(
    words.every((text) => !/[.…]$/.test(text) && text.length <= 42),
    words.join('\n'),
  );
});

test('whatever goes wrong has a next step beyond the log', () => {
  assert.deepEqual(
    Object.fromEntries(codes.map((code) => [code, stepsOf(failure(code))[0]])),
    firstSteps,
  );
  assert.ok(codes.every((code) => stepsOf(failure(code)).at(-1) === 'Show Log'));
});

test('Open Settings leads to the one setting that helps, else to all', () => {
  const searchFor = (code: RunFailure['code']) => remedyAction('openSettings', failure(code));
  assert.deepEqual(
    (['not-compiled', 'never-settles', 'usage'] as const).map(searchFor),
    ['leakLoop.nodeExecutable', 'leakLoop.callTimeout', 'leakLoop'].map((search) => ({
      kind: 'settings',
      search,
    })),
  );
});

test('a connection that was lost to a process that ran already leads to processes, then to another try', () => {
  const lost = failure('connection-lost', { port: 9229 });
  assert.deepEqual(stepsOf(lost), ['Choose a Process…', 'Run Again', 'Show Log']);
});

test('functions of the file come first where none was meant', () => {
  const choices = [{ name: 'add', line: 1, column: 1 }];
  const steps = stepsOf({ ...failure('no-function'), choices });
  assert.deepEqual(steps, ['Choose a Function…', 'Open File', 'Show Log']);
});

test('an engine that was aborted ran out of memory; any other end is told as one', () => {
  for (const exit of [
    { code: undefined, signal: 'SIGABRT' },
    { code: 134, signal: undefined },
    { code: undefined, signal: undefined }, // as VS Code tells of any signal
  ]) {
    const { code, message } = unansweredFailure(exit, english);
    assert.equal(code, 'out-of-memory');
    assert.match(message, /leakLoop\.memoryBudget/);
  }
  for (const exit of [
    undefined,
    { code: 1, signal: undefined },
    { code: 0, signal: undefined },
    { code: undefined, signal: 'SIGTERM' },
  ]) {
    assert.equal(unansweredFailure(exit, english).code, 'internal');
  }
});

test('what the engine does is said in the words of the view, also while a debugger holds it up', () => {
  const at = (progress: object) =>
    progressText(
      { title: 's.js:3', progress: { message: 'x', functionName: 'f', ...progress } as never },
      english,
    );
  assert.equal(at({ phase: 'launch' }), 'f · waiting for its next real call');
  assert.equal(at({ phase: 'warmUp' }), 'f · warming up');
  assert.equal(at({ phase: 'explain' }), 'f · it grows: finding what holds it');
  assert.equal(at({ phase: 'watch' }), 'f · watching for the line that adds it');
  assert.equal(
    at({ phase: 'loop', batch: 3, isPaused: true }),
    'f · stopped by the debugger, waits until it is continued',
  );
});

test('a result says when a debugger was attached, which keeps objects of its own', () => {
  const shown = (debuggerAttached: boolean) => {
    const report = { ...cleanReport, target: { ...cleanReport.target, debuggerAttached } };
    return treeText([createResult({ program: '/a.js' }, report, new Map())]);
  };
  assert.match(shown(true), /^ {2}a debugger was attached: what it keeps may show here$/m);
  assert.doesNotMatch(shown(false), /debugger/);
});

interface Welcome {
  readonly contents: string;
  readonly when: string;
}

/** `a && !b && c == d`: all that the manifest uses. */
function holds(when: string, keys: Readonly<Record<string, string | boolean>>): boolean {
  return when.split(' && ').every((term) => {
    const [, key, sign, value] = /^(\w+) (==|!=) (\w+)$/.exec(term) ?? [];
    if (key !== undefined) return (keys[key] === value) === (sign === '==');
    return term.startsWith('!') ? keys[term.slice(1)] !== true : keys[term] === true;
  });
}

test('the empty view has exactly one welcome in each situation, with one button that helps there', () => {
  const root = join(__dirname, '..');
  const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8')) as never;
  const { contributes } = read('package.json') as { contributes: { viewsWelcome: Welcome[] } };
  const texts = read('package.nls.json') as Record<string, string>;
  const buttonIn = (keys: Readonly<Record<string, string | boolean>>) => {
    const shown = contributes.viewsWelcome.filter(({ when }) => holds(when, keys));
    assert.equal(shown.length, 1, JSON.stringify(keys));
    const text = texts[shown[0]!.contents.replaceAll('%', '')] ?? '';
    const buttons = text.split('\n').filter((line) => /^\[[^\]]+\]\([^)]+\)$/.test(line));
    assert.equal(buttons.length, 1, text);
    return /\((?:command:)?(.*)\)/.exec(buttons[0]!)?.[1];
  };
  const trusted = { isWorkspaceTrusted: true, workbenchState: 'folder', virtualWorkspace: false };
  assert.equal(buttonIn(trusted), 'leakLoop.runAtCursor');
  assert.equal(buttonIn({ ...trusted, workbenchState: 'empty' }), 'vscode.openFolder');
  assert.equal(buttonIn({ ...trusted, isWorkspaceTrusted: false }), 'workbench.trust.manage');
  assert.equal(buttonIn({ ...trusted, virtualWorkspace: true }), 'vscode.openFolder');
  assert.equal(
    buttonIn({ isWorkspaceTrusted: false, workbenchState: 'empty', virtualWorkspace: true }),
    'vscode.openFolder',
  );
});

test('a message of several lines is read as one, in the row and wherever it is shown', () => {
  const message = 'a.js cannot be loaded: no file\n  at /a.js:3:1\nGive it what it needs.';
  const node = {
    kind: 'failure',
    id: '',
    failure: { ...failure('import-failed'), message },
  } as const;
  assert.match(
    describeFailure(node, english).sentence,
    /no file at \/a\.js:3:1 Give it what it needs\.$/,
  );
});

test('Open File leads to what is to be corrected', () => {
  const place = { file: '/b.js', line: 3, column: 8 };
  const action = remedyAction('openFile', { ...failure('syntax-error'), place });
  assert.deepEqual(action, { kind: 'location', location: place });
});

test('a call that computes without end leads to its line, before the setting', () => {
  const place = { file: '/b.js', line: 3, column: 8 };
  const steps = stepsOf({ ...failure('never-settles'), place });
  assert.deepEqual(steps, ['Open File', 'Open Settings', 'Show Log']);
});
