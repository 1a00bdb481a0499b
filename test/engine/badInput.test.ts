import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { afterEach, test } from 'node:test';
import type { LeakReport } from '../../src/core/report/report';
import { diagnose, type DiagnoseRequest, type FunctionSelector } from '../../src/diagnose';
import { UserError, type UserErrorCode } from '../../src/errors';
import { installedNodes } from '../installedNodes';
import { assertValidReport } from '../core/validateReport';
import { fixturePath } from './fixtureExpectations';

const oldNode = join(process.cwd(), 'test/nodes/node_modules/old-node-16/bin/node');

afterEach(() => assert.deepEqual(childProcesses(), [], 'no process is left behind'));

test('a file that is not there is named', async () => {
  const error = await failure('file-not-found', 'bad/noSuchFile.js', named('run'));
  assert.match(error.message, /noSuchFile\.js/);
});

test('a syntax error is told with its file, line and message', async () => {
  const error = await failure('syntax-error', 'bad/syntaxError.js', named('total'));
  assert.match(told(error), /syntaxError\.js:5/);
  assert.match(told(error), /missing \)|Unexpected token/);
  assert.match(error.message, /^\S+syntaxError\.js:5:\d+ [^\n]*\. Correct it and run again\.$/);
  const { file, line } = error.details.place ?? {};
  assert.deepEqual({ file, line }, { file: fixturePath('bad/syntaxError.js'), line: 5 });
});

test('an ES module in a package of CommonJS is told what makes it one', async () => {
  const { message } = await failure('syntax-error', 'bad/commonJs/written.js', named('total'));
  assert.match(message, /written\.js:2:1 .*set "type": "module" in the nearest package\.json/);
});

test('a syntax error in a file that it loads is told with the place there', async () => {
  const required = await failure('syntax-error', 'bad/requiresSyntaxError.js', exported);
  assert.match(
    required.message,
    /requiresSyntaxError\.js cannot be loaded, \S+\/syntaxError\.js:5:\d+ has a syntax error/,
  );
  const imported = await failure('syntax-error', 'bad/importsSyntaxError.mjs', exported);
  assert.match(
    imported.message,
    /importsSyntaxError\.mjs cannot be loaded, it or a file that it imports has a syntax error/,
  );
});

test('a SyntaxError that is thrown on import is no syntax error of the file', async () => {
  const error = await failure('import-failed', 'bad/throwsSyntaxError.js', exported);
  assert.match(
    error.message,
    /throws on import: SyntaxError: .*\n {2}at \S+throwsSyntaxError\.js:3:21/,
  );
});

test('a module that throws on import is told with what it threw', async () => {
  const error = await failure('import-failed', 'bad/throwsOnImport.mjs', named('query'));
  assert.match(told(error), /DATABASE_URL is not set/);
  assert.match(told(error), /throwsOnImport\.mjs:10/);
});

test('a module that never comes to its end is told, with how to wait longer', async () => {
  const error = await failure('import-failed', 'bad/neverLoads.mjs', named('main'), {
    target: { kind: 'launch', loadTimeoutMillis: 2_000 },
  });
  assert.match(error.message, /neverLoads\.mjs has not been loaded within 2 s.*--load-timeout/);
});

test('a module with a missing dependency is told with its name', async () => {
  const error = await failure('import-failed', 'bad/importsMissing.js', exported);
  assert.match(told(error), /a-package-that-is-not-installed/);
  assert.match(error.message, /\n {2}at \S+importsMissing\.js:\d+:\d+\n/);
  assert.doesNotMatch(error.message, /Require stack/);
});

test('a function that throws with the first call is told with the error and asked for arguments', async () => {
  const error = await failure('throws-at-once', 'bad/throwsAtOnce.js', named('greet'));
  assert.match(error.message, /Cannot read properties of undefined/);
  assert.match(error.message, /--args/);
});

test('the function that throws without arguments runs with them', async () => {
  const report = await measured('bad/throwsAtOnce.js', named('greet'), {
    call: { args: "[{ name: 'Ada' }]" },
  });
  assert.equal(report.verdict, 'clean');
  assert.equal(report.loop.threw, undefined);
});

test('a function that rejects with the first call is one that throws at once', async () => {
  const error = await failure('throws-at-once', 'bad/rejectsAtOnce.mjs', named('fetchUser'));
  assert.match(error.message, /has no session/);
});

test('a promise that never settles ends at the call time-out, which can be raised', async () => {
  const error = await failure('never-settles', 'bad/neverSettles.js', named('waitForever'), {
    limits: { callTimeoutMillis: 500 },
  });
  assert.match(error.message, /0\.5 s/);
  assert.match(error.message, /--call-timeout/);
});

test('an endless loop ends at the call time-out, and so does its process', async () => {
  const start = performance.now();
  const error = await failure('never-settles', 'bad/neverSettles.js', named('spinForever'), {
    limits: { callTimeoutMillis: 500 },
  });
  assert.match(error.message, /--call-timeout/);
  assert.match(error.message, /was in spinForever at \S+neverSettles\.js:10:\d+/);
  assert.equal(error.details.place?.line, 10);
  assert.ok(performance.now() - start < 5_000, 'in time');
});

test('a target that exits half way leaves a report of the batches before', async () => {
  const report = await measured('bad/exitsAfter100Calls.js', named('runJob'), {
    call: { args: '["job " + i]' },
  });
  assert.equal(report.verdict, 'unclear');
  assert.ok(report.loop.batches.length > 0, 'finished batches are kept');
  assert.ok(report.loop.calls < 100);
  assert.match(`${report.reason} ${report.warnings.join(' ')}`, /exited with code 3/);
});

test('an exception outside the function leaves a report that tells what it was', async () => {
  const report = await measured('bad/crashesLater.mjs', named('tick'));
  assert.equal(report.verdict, 'unclear');
  assert.ok(report.loop.batches.length > 0, 'finished batches are kept');
  assert.match(`${report.reason} ${report.warnings.join(' ')}`, /lost the database/);
});

test('a script that exits while it is loaded is told with its code and its last words', async () => {
  const error = await failure('target-exited', 'bad/exitsOnImport.js', named('main'));
  assert.match(error.message, /code 1/);
  assert.match(told(error), /Usage: exitsOnImport <file>/);
});

for (const at of [named('summarize'), { kind: 'script' }] as const) {
  test(`a program that exits when it is done is kept for the loop of its ${at.kind}, and that is said`, async () => {
    const report = await measured('bad/exitsWhenDone.js', at, { limits: { maxCalls: 63 } });
    assert.ok(['clean', 'bounded'].includes(report.verdict), report.reason);
    assert.equal(report.loop.calls, 63);
    assert.match(report.warnings.join(' '), /called process\.exit\(\) when it was done/);
  });
}

test('with several exports and no choice they are offered', async () => {
  const error = await failure('no-function', 'bad/severalExports.js', exported);
  assert.deepEqual(choices(error), ['first:4', 'second:8']);
  assert.match(error.message, /Say which one to loop\.$/);
});

test('an export that is no function is told, and that a function can be named', async () => {
  const error = await failure('no-function', 'bad/noFunction.mjs', exported);
  assert.match(error.message, /noFunction\.mjs/);
});

test('for a name that is not there the functions of the file are offered', async () => {
  const error = await failure('no-function', 'leaks/set.js', named('signIn'));
  assert.match(error.message, /signIn/);
  for (const name of ['login', 'logout', 'visit']) {
    assert.ok(
      choices(error).some((choice) => choice.startsWith(name)),
      name,
    );
  }
});

test('for a cursor outside every function the functions of the file are offered', async () => {
  const error = await failure('no-function', 'leaks/set.js', { kind: 'position', line: 11 });
  assert.ok(choices(error).some((choice) => choice.startsWith('login')));
});

test('a nested function that nobody holds is told with the function that makes it', async () => {
  const error = await failure('no-closure', 'bad/notLiveClosure.js', named('increment'));
  assert.match(error.message, /increment/);
  assert.match(error.message, /createCounter/);
});

test('a method without an instance asks for a receiver', async () => {
  const error = await failure('no-receiver', 'bad/instances.js', named('scan'));
  assert.match(error.message, /NoInstance/);
  assert.match(error.message, /--this/);
  assert.equal(error.details.receiverMaker, 'new exports.NoInstance()');
});

test('of a class that is all a file exports an instance is made as well', async () => {
  const error = await failure('no-receiver', 'bad/onlyClass.js', named('scan'));
  assert.equal(error.details.receiverMaker, 'new exports.default()');
  assert.match(error.message, /such as new exports\.default\(\)\.$/);
});

test('a method without an instance, of a class that is not exported, is told no way to make one', async () => {
  const error = await failure('no-receiver', 'bad/hiddenClass.js', named('scan'));
  assert.equal(error.details.receiverMaker, undefined);
});

test('a method with one instance is called on it', async () => {
  const report = await measured('bad/instances.js', named('measure'));
  assert.equal(report.verdict, 'clean');
  assert.equal(report.loop.threw, undefined);
});

test('a method with two instances asks which', async () => {
  const error = await failure('no-receiver', 'bad/instances.js', named('compare'));
  assert.match(error.message, /TwoInstances/);
  assert.match(error.message, /--this/);
});

test('where several instances are alive, what leads to each is told', async () => {
  const error = await failure('no-receiver', 'bad/members.js', named('close'));
  assert.match(error.message, /3 of Branch are alive/);
  assert.match(error.message, /exports\.branches\.main \(rows: Array\(0\)\)/);
  assert.match(error.message, /exports\.branches\.others\[0\]/);
  assert.match(error.message, /instances\[\d\] \(variable hidden, rows: Array\(0\)\)/);
  assert.match(error.message, /--this, a JavaScript expression such as exports\.branches\./);
  const receivers = error.details.receivers?.map(({ expression, variable }) => [
    expression.replace(/\d(?=\]$)/, 'n'),
    variable,
  ]);
  assert.deepEqual(receivers?.sort(), [
    ['exports.branches.main', undefined],
    ['exports.branches.others[n]', undefined],
    ['instances[n]', 'hidden'],
  ]);
});

test('a static block is told to run once', async () => {
  const error = await failure('no-function', 'bad/members.js', { kind: 'position', line: 7 });
  assert.match(error.message, /static block.* runs once/);
});

test('a receiver that is given ends the question', async () => {
  const report = await measured('bad/instances.js', named('compare'), {
    call: { receiver: "{ name: 'mine' }" },
  });
  assert.equal(report.verdict, 'clean');
  assert.equal(report.loop.threw, undefined);
});

test('what leaks in an object that was made for the calls is named after it', async () => {
  const report = await measured('places/handMade.js', named('add'), {
    call: { receiver: 'new exports.Queue()', args: '[i]' },
    limits: { maxCalls: 255 },
  });
  const [suspect] = report.suspects;
  assert.equal(suspect?.leakRoot.name, 'this.waiting');
  assert.equal(suspect.leakRoot.location?.line, 5);
});

for (const [args, what] of [
  ['["a", ', 'no expression'],
  ['"a"', 'no array'],
  ['[missingVariable]', 'an expression that throws'],
] as const) {
  test(`arguments that are ${what} are told as they were given`, async () => {
    const error = await failure('bad-arguments', 'leaks/set.js', named('visit'), {
      call: { args },
    });
    assert.match(error.message, /^The arguments [^]* cannot be used/);
    assert.ok(told(error).includes(args), told(error));
    assert.match(error.message, /Write an array .* such as \["user" \+ i\]/);
  });
}

test('a slip in the arguments is told with its place in what was given', async () => {
  const error = await failure('bad-arguments', 'leaks/set.js', named('visit'), {
    call: { args: '["ada")' },
  });
  assert.match(
    error.message,
    /^The arguments \["ada"\) cannot be used: “\)” at character 7 does not fit\./,
  );
});

test('a Node that is not there is named, with the option that sets it', async () => {
  const error = await failure('node-missing', 'leaks/set.js', named('visit'), {
    target: { kind: 'launch', node: fixturePath('bad/no-such-node') },
  });
  assert.match(error.message, /no-such-node/);
  assert.match(error.message, /--node/);
});

test(
  'a Node older than 18 is refused by its version',
  { skip: !existsSync(oldNode) && 'Node 16 is not installed' },
  async () => {
    const error = await failure('node-too-old', 'leaks/set.js', named('visit'), {
      target: { kind: 'launch', node: oldNode },
    });
    assert.match(error.message, /16\.20\.2/);
    assert.match(error.message, /18 or newer/);
  },
);

const node18 = installedNodes().find(({ name }) => name === 'node-18')?.executable;

test(
  'TypeScript that nothing at hand can run is refused with the ways to run it',
  { skip: node18 === undefined && 'Node 18 is not installed' },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leak-loop-lone-'));
    try {
      const file = join(folder, 'tickets.ts'); // far from any project that has a loader
      copyFileSync(fixturePath('typescript/loader/tickets.ts'), file);
      const error = await failure('not-compiled', file, named('report'), {
        target: { kind: 'launch', node: node18! },
      });
      for (const remedy of [/"sourceMap": true/, /tsx/, /22\.18/]) {
        assert.match(error.message, remedy);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

test('an abort before the first batch ends with its reason', async () => {
  const reason = new Error('stopped by the test');
  const signal = AbortSignal.abort(reason);
  const request = requestFor('leaks/set.js', named('visit'), {});
  await assert.rejects(async () => diagnose(request, {}, signal), reason);
});

type More = Partial<Pick<DiagnoseRequest, 'call' | 'limits' | 'target'>>;

const exported: FunctionSelector = { kind: 'export' };

function named(name: string): FunctionSelector {
  return { kind: 'name', name };
}

function requestFor(file: string, at: FunctionSelector, more: More): DiagnoseRequest {
  return {
    function: { file: isAbsolute(file) ? file : fixturePath(file), at },
    target: { kind: 'launch' },
    ...more,
    limits: { maxCalls: 1_023, timeBudgetMillis: 4_000, ...more.limits },
  };
}

/** An engine that hangs fails its test, and its process goes with it. */
function patience(): AbortSignal {
  return AbortSignal.timeout(20_000);
}

async function measured(file: string, at: FunctionSelector, more: More = {}): Promise<LeakReport> {
  const report = await diagnose(requestFor(file, at, more), {}, patience());
  assertValidReport(report);
  return report;
}

async function failure(
  code: UserErrorCode,
  file: string,
  at: FunctionSelector,
  more: More = {},
): Promise<UserError> {
  try {
    const report = await diagnose(requestFor(file, at, more), {}, patience());
    assert.fail(`a report instead of an error: ${report.reason}`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    assert.equal(error.code, code, error.message);
    return error;
  }
}

/** All that a user sees of an error. */
function told({ message, details }: UserError): string {
  return [message, ...(details.stderr ?? [])].join('\n');
}

function choices({ details }: UserError): readonly string[] {
  return (details.choices ?? []).map(({ name, line }) => `${name}:${line}`);
}

/** Living children of this process, where the system tells; one that is dead and not yet reaped is gone. */
function childProcesses(): readonly string[] {
  const tasks = '/proc/self/task';
  if (!existsSync(tasks)) return [];
  return readdirSync(tasks)
    .flatMap((task) => readFileSync(join(tasks, task, 'children'), 'utf8').split(' '))
    .filter((pid) => pid !== '' && isAlive(pid));
}

function isAlive(pid: string): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false; // it ended between the two looks
  }
}
