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
  const refuses = (args: UncheckedArguments, message: RegExp) =>
    assert.throws(
      () => target(args),
      (error) => error instanceof UsageError && message.test(error.message),
    );
  refuses({}, /Which process\? Give its "port"/);
  refuses({ port: 'many' }, /"port" takes the port of an inspector/);
  refuses({ processId: 0 }, /"processId" takes the pid/);
  refuses({ websocketAddress: 'http://x' }, /"websocketAddress" takes an address/);
});

test('a real call is waited for in a process that runs already, and has its own arguments', () => {
  const call = (args: UncheckedArguments) =>
    readConfiguration('attach', { program, port: 9229, ...args }).call;
  assert.deepEqual(call({ capture: true }), { captures: true });
  assert.deepEqual(call({ capture: false, callThis: 'pool' }), { receiver: 'pool' });
  assert.deepEqual(readConfiguration('launch', { program, capture: true }).call, {});
  assert.throws(() => call({ capture: true, callArguments: '[1]' }), /leave "callArguments"/);
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
  [{ program, maxCalls: '100' }, /"maxCalls" takes a number of calls above 0, without quotes/],
  [{ program, timeBudget: -1 }, /"timeBudget" takes a number of seconds above 0/],
  [{ program, memoryBudget: 0 }, /"memoryBudget" takes a number of megabytes/],
  [{ program, callTimeout: Number.NaN }, /"callTimeout" takes a number of seconds/],
  [{ program, runtimeArgs: '--import=tsx' }, /"runtimeArgs" takes a list of texts/],
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
