import assert from 'node:assert/strict';
import test from 'node:test';
import { readConfiguration, type UncheckedArguments } from '../../src/adapter/readConfiguration';
import { UsageError } from '../../src/errors';

const program = '/shop/sessions.js';

test('a configuration with nothing but the program asks for its export with default limits', () => {
  const expected = {
    function: { file: program, at: { kind: 'export' } },
    target: { kind: 'launch', nodeArgs: [], env: {} },
    call: {},
    limits: {},
  };
  assert.deepEqual(readConfiguration('launch', { program }), expected);
  const empty = {
    program,
    function: '',
    callArguments: null,
    cwd: null,
    env: null,
    maxCalls: null,
  };
  assert.deepEqual(readConfiguration('launch', empty), expected, 'what was left empty is absent');
});

test('every attribute reaches the request in the units of the engine', () => {
  const request = readConfiguration('launch', {
    program,
    function: '18:3',
    callArguments: '["user" + i]',
    callThis: 'pool',
    callback: true,
    drain: false,
    maxCalls: 100,
    timeBudget: 2.5,
    memoryBudget: 64,
    callTimeout: 3,
    runtimeExecutable: '/usr/bin/node',
    runtimeArgs: ['--import=tsx'],
    cwd: '/shop',
    env: { PORT: '0' },
  });
  assert.deepEqual(request, {
    function: { file: program, at: { kind: 'position', line: 18, column: 3 } },
    target: {
      kind: 'launch',
      node: '/usr/bin/node',
      nodeArgs: ['--import=tsx'],
      cwd: '/shop',
      env: { PORT: '0' },
    },
    call: { args: '["user" + i]', receiver: 'pool', callback: true, drains: false },
    limits: {
      maxCalls: 100,
      timeBudgetMillis: 2500,
      memoryBudgetBytes: 64 * 1024 * 1024,
      callTimeoutMillis: 3000,
    },
  });
});

test('a function is a name, a line as text or as number, or a line and column', () => {
  const at = (written: unknown) =>
    readConfiguration('launch', { program, function: written }).function.at;
  assert.deepEqual(at('handleRequest'), { kind: 'name', name: 'handleRequest' });
  assert.deepEqual(at('18'), { kind: 'position', line: 18 });
  assert.deepEqual(at(18), { kind: 'position', line: 18 });
});

test('a function that names its file makes the program what is started around it', () => {
  const read = (args: UncheckedArguments) =>
    readConfiguration('launch', { function: '/shop/worker.js#runJob', ...args });
  const common = { kind: 'launch', nodeArgs: [], env: {} };
  const started = read({ program, args: ['--port=0'], member: 2, loadTimeout: 5 });
  assert.deepEqual(started.function, {
    file: '/shop/worker.js',
    at: { kind: 'name', name: 'runJob' },
  });
  const options = { args: ['--port=0'], member: 2, loadTimeoutMillis: 5_000 };
  assert.deepEqual(started.target, { ...common, ...options, program });
  const { function: placed } = read({ program, function: '/shop/worker.js:12:3' });
  assert.deepEqual(placed.at, { kind: 'position', line: 12, column: 3 });
});

test('a runtime that is not Node gets its arguments, then the program, as in js-debug', () => {
  const commandOf = (args: UncheckedArguments) => {
    const { target } = readConfiguration('launch', { function: '/shop/worker.js#runJob', ...args });
    assert.ok(target.kind === 'launch');
    return target.command ?? target.program;
  };
  const npm = { runtimeExecutable: 'npm', runtimeArgs: ['run', 'start'] };
  assert.deepEqual(commandOf(npm), ['npm', 'run', 'start']);
  const tsx = { runtimeExecutable: '/shop/bin/tsx', program };
  assert.deepEqual(commandOf(tsx), ['/shop/bin/tsx', program]);
  assert.deepEqual(commandOf({ runtimeExecutable: '/opt/node-22/bin/node', program }), program);
  assert.throws(() => commandOf({}), /What is to be started\? Give "program"/);
});

test('an attached process may have the function in a file that is named with it', () => {
  const request = readConfiguration('attach', {
    function: '/shop/worker.js:12',
    port: 1,
    member: 3,
  });
  assert.equal(request.function.file, '/shop/worker.js');
  assert.ok(request.target.kind === 'attach');
  assert.equal(request.target.member, 3);
});

test('a whole file is looped as a script or judged as a leak check, unless that is false', () => {
  const at = (args: UncheckedArguments) =>
    readConfiguration('launch', { program, ...args }).function.at;
  assert.deepEqual(at({ script: true, function: '', callArguments: null }), { kind: 'script' });
  assert.deepEqual(at({ check: true, script: false }), { kind: 'check' });
  assert.deepEqual(at({ check: false, script: null }), { kind: 'export' });
});

test('a process that runs already is named by its port, its pid or its address', () => {
  const target = (args: UncheckedArguments) =>
    readConfiguration('attach', { program, ...args }).target;
  const address = (args: UncheckedArguments) => {
    const found = target(args);
    assert.ok(found.kind === 'attach');
    return found.address;
  };
  assert.deepEqual(address({ port: 9229 }), { kind: 'port', port: 9229 });
  assert.deepEqual(address({ processId: '4711' }), { kind: 'pid', pid: 4711 });
  const url = 'ws://127.0.0.1:9229/x';
  assert.deepEqual(address({ websocketAddress: url }), { kind: 'url', url });
  const remote = target({ websocketAddress: url, allowRemote: true });
  assert.equal(remote.kind === 'attach' && remote.allowsRemote, true);
  const refuses = (args: UncheckedArguments, message: RegExp) =>
    assert.throws(
      () => target(args),
      (error) => error instanceof UsageError && message.test(error.message),
    );
  refuses({}, /Which process\? Give its "port"/);
  refuses({ port: 'many' }, /"port" takes the port of an inspector/);
  refuses({ port: 65_536 }, /"port" takes the port of an inspector/);
  refuses({ processId: 0 }, /"processId" takes the pid/);
  refuses({ websocketAddress: 'http://x' }, /"websocketAddress" takes an address/);
});

test('a real call is waited for in a process that runs already, and has its own arguments', () => {
  const call = (args: UncheckedArguments) =>
    readConfiguration('attach', { program, port: 9229, ...args }).call;
  assert.deepEqual(call({ capture: true }), { captures: true });
  assert.deepEqual(call({ capture: false, callThis: 'pool' }), { receiver: 'pool' });
  const started = { program, function: `${__filename}#name`, capture: true };
  assert.deepEqual(readConfiguration('launch', started).call, { captures: true });
  assert.throws(
    () => readConfiguration('launch', { program, capture: true }),
    /name the function with its file/,
  );
  assert.throws(() => call({ capture: true, callArguments: '[1]' }), /leave out "callArguments"/);
  assert.throws(() => call({ capture: 'yes' }), /"capture" takes true or false/);
});

test('a process that the editor debugs is told from others', () => {
  const { target } = readConfiguration('attach', { program, port: 9229, debugSession: 'x' });
  assert.deepEqual(target, {
    kind: 'attach',
    address: { kind: 'port', port: 9229 },
    isDebugged: true,
  });
});

const rejected: readonly (readonly [UncheckedArguments, RegExp])[] = [
  [{}, /"program" is missing: give the absolute path/],
  [
    { program: 'sessions.js' },
    /write "\$\{workspaceFolder\}\/sessions\.js" instead of "sessions\.js"/,
  ],
  [{ program: './sessions.js' }, /\$\{workspaceFolder\}\/sessions\.js"/],
  [{ program: 7 }, /"program" takes a text/],
  [{ program, function: '0' }, /"function" takes a name, a line/],
  [{ program, function: {} }, /"function" takes a name/],
  [{ program, script: 'true' }, /"script" takes true or false, without quotes/],
  [{ program, script: true, check: true }, /"script" and "check" exclude each other/],
  [{ program, script: true, function: '12' }, /"function" belongs to a function, and "script"/],
  [{ program, check: true, callArguments: '[1]' }, /"callArguments" belongs to a function/],
  [{ program, maxCalls: '100' }, /"maxCalls" takes a number of calls above 0, without quotes/],
  [{ program, timeBudget: -1 }, /"timeBudget" takes a number of seconds above 0/],
  [{ program, memoryBudget: 0 }, /"memoryBudget" takes a number of megabytes/],
  [{ program, callTimeout: Number.NaN }, /"callTimeout" takes a number of seconds/],
  [{ program, runtimeArgs: '--import=tsx' }, /"runtimeArgs" takes a list of texts/],
  [{ program, args: '--port=0' }, /"args" takes a list of texts/],
  [{ program, member: 0 }, /"member" takes the number of a thread/],
  [{ program, env: { PORT: 0 } }, /"env" takes names with texts/],
  [{ program, env: ['PORT=0'] }, /"env" takes names with texts/],
  [{ program, callback: 'yes' }, /"callback" takes true or false, without quotes/],
  [{ program, cwd: 'src' }, /"cwd" must be an absolute path/],
];

for (const [args, message] of rejected) {
  test(`${JSON.stringify(args)} is refused with its remedy`, () => {
    assert.throws(
      () => readConfiguration('launch', args),
      (error) => error instanceof UsageError && message.test(error.message),
    );
  });
}
