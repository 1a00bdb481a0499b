import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { LaunchArguments } from '../../src/adapter/protocol';
import { assertGone, descendantsOf, hasProcessTree } from '../cli/processTree';
import { startAdapter, type AdapterClient } from './adapterClient';

const folder = mkdtempSync(join(tmpdir(), 'leak-loop-inspect-'));
after(() => rmSync(folder, { recursive: true }));

/** Whoever runs any of its code while looking leaves a mark in `touched`. */
const hostile = `
const touched = [];
class Session {
  #token = 'secret';
  static get name() { touched.push('name'); return 'Fake'; }
  get [Symbol.toStringTag]() { touched.push('tag'); return 'Fake'; }
  get user() { touched.push('getter'); return 'ada'; }
  constructor(number) {
    this.number = number;
    Object.defineProperty(this, 'lazy', { get() { touched.push('own getter'); }, enumerable: true });
    this.proxy = new Proxy({}, { get() { touched.push('trap'); }, ownKeys() { touched.push('keys'); return []; } });
    this['two words'] = [number];
  }
  toString() { touched.push('toString'); return 'Fake'; }
}
const sessions = [];
exports.open = function open(number) { sessions.push(new Session(number)); };
exports.touched = touched;
globalThis.touched = touched;
`;
const program = join(folder, 'sessions.js');
writeFileSync(program, hostile);

const leak: LaunchArguments = {
  program,
  function: 'open',
  callArguments: '[i]',
  maxCalls: 255,
  inspect: true,
};

async function held(client: AdapterClient, args: LaunchArguments): Promise<void> {
  await client.initializeRequest({ adapterID: 'leak-loop', pathFormat: 'path' });
  await client.launchRequest(args);
  await client.configurationDoneRequest();
  await client.event('stopped');
}

async function variables(
  client: AdapterClient,
  variablesReference: number,
): Promise<DebugProtocol.Variable[]> {
  return (await client.variablesRequest({ variablesReference })).body.variables;
}

async function evaluate(client: AdapterClient, expression: string): Promise<string> {
  return (await client.evaluateRequest({ expression, context: 'repl' })).body.result;
}

test('what leaks is held after the report: causes, survivors and their fields, as a program that stopped', async () => {
  using client = startAdapter();
  await held(client, leak);
  assert.ok(client.names().indexOf('leakLoop.report') < client.names().indexOf('leakLoop.held'));
  const { threads } = (await client.threadsRequest()).body;
  const { stackFrames } = (await client.stackTraceRequest({ threadId: threads[0]!.id })).body;
  const [frame] = stackFrames;
  assert.equal(frame?.name, 'what open leaks');
  assert.equal(frame.source?.path, program);
  const line = hostile.split('\n').findIndex((text) => text.includes('sessions.push')) + 1;
  assert.equal(frame.line, line);
  const { scopes } = (await client.scopesRequest({ frameId: frame.id })).body;
  assert.match(scopes[0]!.name, /^sessions \(Array\) keeps 1 Session per call$/);
  const [first] = await variables(client, scopes[0]!.variablesReference);
  assert.equal(first?.name, '[0]');
  assert.equal(first.evaluateName, '$leaked[0][0]');
  const fields = await variables(client, first.variablesReference);
  const shown = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
  assert.match(shown.number!, /^\d+$/);
  assert.equal(shown.lazy, '(…)');
  assert.equal(shown['#token'], '"secret"');
  const words = fields.find(({ name }) => name === 'two words')!;
  assert.equal(words.evaluateName, '$leaked[0][0]["two words"]');
  const proxy = fields.find(({ name }) => name === 'proxy')!;
  await variables(client, proxy.variablesReference);
  const prototype = fields.find(({ name }) => name === '[[Prototype]]')!;
  await variables(client, prototype.variablesReference);
  assert.equal(await evaluate(client, 'touched.length'), '0', 'nothing of the program was run');
  await client.continueRequest({ threadId: 1 });
  await client.event('terminated');
  assert.deepEqual((await client.event('exited')).body, { exitCode: 1 });
});

test('the console evaluates in the process, with what leaks at hand, and says what is thrown', async () => {
  using client = startAdapter();
  await held(client, leak);
  assert.match(await evaluate(client, '$leaked[0][0].number'), /^\d+$/);
  assert.equal(await evaluate(client, '$leaked[0][0] instanceof Object'), 'true');
  assert.equal(await evaluate(client, 'await Promise.resolve("later")'), '"later"');
  await assert.rejects(evaluate(client, 'nobody'), /nobody is not defined/);
  await client.continueRequest({ threadId: 1 });
  await client.event('terminated');
});

test('what a client shows as it comes is in its language', async () => {
  using client = startAdapter();
  const locale = 'de';
  await client.initializeRequest({ adapterID: 'leak-loop', pathFormat: 'path', locale });
  await assert.rejects(evaluate(client, '1'), /nichts auszuwerten/);
  await client.launchRequest(leak);
  await client.configurationDoneRequest();
  const { body } = (await client.event('stopped')) as DebugProtocol.StoppedEvent;
  assert.match(body.description!, /^Was leckt, wird/);
  const [frame] = (await client.stackTraceRequest({ threadId: 1 })).body.stackFrames;
  assert.equal(frame?.name, 'was open zurücklässt');
  const { scopes } = (await client.scopesRequest({ frameId: frame.id })).body;
  assert.equal(scopes[0]?.name, 'sessions (Array) behält 1 Session je Aufruf');
});

test('what an editor evaluates by itself changes nothing', async () => {
  using client = startAdapter();
  await held(client, leak);
  const hover = (expression: string): Promise<unknown> =>
    client.evaluateRequest({ expression, context: 'hover' });
  await hover('$leaked[0][0].number');
  await assert.rejects(hover('globalThis.changed = 1'), /side-effect/);
  assert.equal(await evaluate(client, 'typeof changed'), '"undefined"');
});

test('Stop ends what is held, and the process with it', { skip: !hasProcessTree }, async () => {
  using client = startAdapter();
  await held(client, leak);
  const children = descendantsOf(client.process.pid!);
  assert.ok(children.length > 0);
  await client.terminateRequest();
  await client.event('terminated');
  await assertGone(children, 2_000);
});

test('where nothing leaks there is nothing to hold, and the session ends as ever', async () => {
  using client = startAdapter();
  await client.initializeRequest({ adapterID: 'leak-loop', pathFormat: 'path' });
  const healthy = join(folder, 'healthy.js');
  writeFileSync(healthy, 'module.exports = function sum() { return 1 + 1; };');
  await client.launchRequest({ program: healthy, maxCalls: 63, inspect: true } as LaunchArguments);
  await client.configurationDoneRequest();
  await client.event('terminated');
  assert.ok(!client.names().includes('stopped'));
  await assert.rejects(evaluate(client, '1'), /nothing to evaluate in/);
});
