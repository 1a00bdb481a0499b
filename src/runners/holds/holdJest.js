// Given to jest as its test runner: jest-circus, with a look at its events.
'use strict';
const { createRequire } = require('node:module');
const { join } = require('node:path');
const hold = require('./hold');

module.exports = async function runTests(globalConfig, config, environment, runtime, ...others) {
  await hold.open();
  hold.exposeIn(environment.global);
  const handle = environment.handleTestEvent;
  environment.handleTestEvent = async function (event, state) {
    // Those are run before all others begin, once, and only their promises are left to be called.
    if (event.name === 'add_test') state.currentDescribeBlock.children.at(-1).concurrent = false;
    await handle?.call(environment, event, state);
    const { name, test } = event;
    if (name === 'test_start') await hold.beforeTest(test, pathOf(test));
    if (name === 'test_done') await hold.afterTest(test, () => describe(test, runtime));
    if (name === 'run_finish') hold.afterAllTests();
  };
  return circusOf(config.rootDir)(globalConfig, config, environment, runtime, ...others);
};

/** The one that belongs to the project's jest, also where packages are not laid out flat. */
function circusOf(rootDir) {
  const path = ['jest', '@jest/core', 'jest-config', 'jest-circus/runner'].reduce(
    (from, name) => createRequire(from).resolve(name === 'jest' ? 'jest/package.json' : name),
    join(rootDir, 'package.json'),
  );
  const circus = createRequire(path)(path);
  return circus.default ?? circus;
}

/** From version 30 on, `jest` and `require` throw where jest does not know that a test or hook is run. */
function describe(test, runtime) {
  const blocks = blocksAround(test);
  let context;
  const step = ({ fn: written }) => {
    const fn = hold.neverInlined(written);
    return () => (fn.length > 0 ? hold.callWithDone(fn, context) : fn.call(context));
  };
  const hooksOf = (block, type) => block.hooks.filter((hook) => hook.type === type).map(step);
  const newRun = () => {
    runtime.enterTestCode?.();
    context = Object.create(null); // `this` of hooks and body, as jest has it
  };
  return {
    before: [newRun, ...blocks.flatMap((block) => hooksOf(block, 'beforeEach'))],
    body: step(test),
    after: [
      ...blocks
        .slice()
        .reverse()
        .flatMap((block) => hooksOf(block, 'afterEach')),
      () => runtime.leaveTestCode?.(),
    ],
  };
}

function pathOf(test) {
  return [...blocksAround(test).slice(1), test].map(({ name }) => name);
}

/** Outermost first. */
function blocksAround(test) {
  const blocks = [];
  for (let block = test.parent; block; block = block.parent) blocks.unshift(block);
  return blocks;
}

// So that stacks and heaps show it as ours, not as the program's.
//# sourceURL=leak-loop:holdJest
