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
  const driver = { setFlags: () => done.push('flags set'), stop: () => done.push('stop'), release: () => done.push('release') };
  const leaked = { putBack: () => done.push('leaked') };
  const watches = { restoreAll: () => done.push('watches') };
  const symbols = () => Object.getOwnPropertySymbols(globalThis).map(Symbol.keyFor).filter(Boolean);
  const flags = new Promise((resolve) => { driver.restoreFlags = () => { done.push('flags'); resolve(); } });
  module.exports = { driver, watches, leaked, state: () => ({ done, symbols: symbols() }), isBack: () => flags };
`;

const putBack = {
  done: ['flags set', 'stop', 'watches', 'release', 'leaked', 'flags'],
  symbols: ['of the program'],
};

test('what was changed in a process is put back at the end, in order, and nothing else is touched', async (t) => {
  const { program, loan } = await borrow(t);
  await valueOf(program.target.client, loan, 'function () { this.putBack() }');
  assert.deepEqual(await program.call('state'), putBack);
});

test('a process whose loan nobody extends puts everything back by itself', async (t) => {
  const { program, loan } = await borrow(t);
  await valueOf(program.target.client, loan, 'function () { this.extend(1) }');
  await awaitedValueOf(
    program.target.client,
    program.namespace,
    'function () { return this.default.isBack() }',
  );
  assert.deepEqual(await program.call('state'), putBack);
});

test('a second loan is refused while the first is extended, and puts it back where its owner has gone', async (t) => {
  const { program, loan, open } = await borrow(t);
  const { client } = program.target;
  const refused = await open();
  assert.equal(refused.isOpen, false);
  await valueOf(client, refused.loan, 'function () { this.putBack() }');
  assert.deepEqual(await program.call('state'), notYet, 'its end is none of the first');
  await valueOf(client, loan, 'function () { this.isExtended = () => false }');
  assert.equal((await open()).isOpen, true);
  assert.deepEqual((await state(program)).done, [...putBack.done, 'flags set']);
  await valueOf(client, loan, 'function () { this.putBack() }');
  assert.deepEqual(await state(program), {
    done: [...putBack.done, 'flags set'],
    symbols: ['of the program', 'leak-loop.loan'],
  });
});

test('a loan whose owner goes before it has extended it puts everything back by itself', async (t) => {
  const { program } = await borrow(t, 1);
  await awaitedValueOf(
    program.target.client,
    program.namespace,
    'function () { return this.default.isBack() }',
  );
  assert.equal((await state(program)).done.at(-1), 'flags');
});

interface State {
  readonly done: readonly string[];
  readonly symbols: readonly string[];
}

function state(program: TestProgram): Promise<State> {
  return program.call('state');
}

const notYet = {
  done: ['flags set'],
  symbols: ['leak-loop.recorder.0', 'of the program', 'leak-loop.loan'],
};

interface Opened {
  readonly loan: RemoteObject;
  readonly isOpen: boolean;
}

/** @param millis after which it puts everything back by itself */
async function borrow(
  t: Parameters<typeof TestProgram.run>[0],
  millis = 60_000,
): Promise<{
  readonly program: TestProgram;
  readonly loan: RemoteObject;
  /** As another run does. */
  readonly open: () => Promise<Opened>;
}> {
  const program = await TestProgram.run(t, borrowed);
  const { client } = program.target;
  const open = async (): Promise<Opened> => {
    const { objectId } = await callOn(
      client,
      await instantiate(client, 'loan', loanSource),
      'function (driver, watches) { return this(driver, watches) }',
      [await program.exported('driver'), await program.exported('watches')],
    );
    const loan = { objectId: objectId! };
    const declaration = 'function (millis) { return this.open(millis) }';
    const isOpen = await valueOf<boolean>(client, loan, declaration, [{ value: millis }]);
    return { loan, isOpen };
  };
  const { loan } = await open();
  const leaked = await program.exported('leaked');
  await callOn(client, loan, 'function (leaked) { this.add(leaked) }', [leaked]);
  return { program, loan, open };
}
