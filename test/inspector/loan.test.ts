import assert from 'node:assert/strict';
import { test } from 'node:test';
import loanSource from '../../src/inspector/process/loan.target.js';
import {
  awaitedValueOf,
  callOn,
  instantiate,
  valueOf,
  type RemoteObject,
} from '../../src/inspector/protocol/remoteObject';
import { TestProgram } from './testProgram';

const borrowed = `
  const done = [];
  globalThis[Symbol.for('leak-loop.recorder.0')] = () => false;
  globalThis[Symbol.for('of the program')] = true;
  const driver = { stop: () => done.push('stop'), release: () => done.push('release'), restoreFlags: () => done.push('flags') };
  const leaked = { putBack: () => done.push('leaked') };
  const watches = { restoreAll: () => done.push('watches') };
  const symbols = () => Object.getOwnPropertySymbols(globalThis).map(Symbol.keyFor).filter(Boolean);
  const flags = new Promise((resolve) => { driver.restoreFlags = () => { done.push('flags'); resolve(); } });
  module.exports = { driver, watches, leaked, state: () => ({ done, symbols: symbols() }), isBack: () => flags };
`;

const putBack = {
  done: ['stop', 'watches', 'release', 'leaked', 'flags'],
  symbols: ['of the program'],
};

test('what was changed in a process is put back at the end, in order, and nothing else is touched', async (t) => {
  const { program, loan } = await borrow(t);
  await valueOf(program.target.client, loan, 'function () { this.putBack() }');
  assert.deepEqual(await program.call('state'), putBack);
});

test('a process whose loan nobody extends puts everything back by itself', async (t) => {
  const { program, loan } = await borrow(t);
  await valueOf(program.target.client, loan, 'function () { this.extend(60_000); this.extend(1) }');
  await awaitedValueOf(
    program.target.client,
    program.namespace,
    'function () { return this.default.isBack() }',
  );
  assert.deepEqual(await program.call('state'), putBack);
});

test('a second loan is refused while the first is extended, and puts it back where its owner has gone', async (t) => {
  const { program, loan, open } = await borrow(t);
  assert.equal(await open(), undefined);
  assert.deepEqual(await program.call('state'), notYet);
  await valueOf(program.target.client, loan, 'function () { this.isExtended = () => false }');
  assert.ok((await open()) !== undefined);
  const state: { readonly done: unknown } = await program.call('state');
  assert.deepEqual(state.done, putBack.done);
});

const notYet = {
  done: [],
  symbols: ['leak-loop.recorder.0', 'of the program', 'leak-loop.loan'],
};

async function borrow(t: Parameters<typeof TestProgram.run>[0]): Promise<{
  readonly program: TestProgram;
  readonly loan: RemoteObject;
  /** As another run does; the handle's id. */
  readonly open: () => Promise<string | undefined>;
}> {
  const program = await TestProgram.run(t, borrowed);
  const { client } = program.target;
  const open = async (): Promise<string | undefined> => {
    const loan = await callOn(
      client,
      await instantiate(client, 'loan', loanSource),
      'function (driver, watches) { return this(driver, watches) }',
      [await program.exported('driver'), await program.exported('watches')],
    );
    return loan.objectId;
  };
  const object = { objectId: (await open())! };
  const leaked = await program.exported('leaked');
  await callOn(client, object, 'function (leaked) { this.add(leaked) }', [leaked]);
  return { program, loan: object, open };
}
