// Runs in the process in which a test runner runs the tests, loaded by a script of ours that the runner
// loads. It lets Leak Loop in before the test file is loaded, and holds the runner at the test that is
// meant: once that test is over, nothing goes on, and hooks and body can be run again as often as wanted.
'use strict';
const inspector = require('node:inspector');
const { connect } = require('node:net');

/** How the inspector finds this script's part; breakpoints in the test file call it, too. */
const known = Symbol.for('leak-loop.tests');

const [port, token] = (process.env.LEAK_LOOP_HOLD ?? '').split(':');
delete process.env.LEAK_LOOP_HOLD; // not the program's business, nor that of its children

let lifeline;
let isCollected = false;
let held;
/** Tests that have begun and not ended, outer ones first: `{ test, name }`. */
const running = [];
/** Which of the tests that enter the function is meant: `{ row, name }`. */
let wanted;
/** The last one that entered it, and how many did before. */
let seen;
let others = 0;
/** The test that is meant, once it entered. */
let entered;
/** Global objects in which the breakpoint looks. */
const scopes = [];

/** A promise with what settles it. */
function stage() {
  let pass;
  const passed = new Promise((resolve) => (pass = resolve));
  return { passed, pass };
}

/** Undefined once the test is reached: what waited for them would be held by us. */
let stages = { started: stage(), collected: stage(), prepared: stage(), reached: stage() };

const hold = {
  start() {
    stages.started.pass();
    lifeline.unref(); // a runner that has nothing to run must end
  },
  /** At the first test: by then the file is loaded. */
  whenCollected: () => stages.collected.passed,
  /**
   * Called once the test that is meant would be noticed.
   *
   * @param row of a table whose rows are tests of one function, from 0
   * @param name of the test, where that tells more
   */
  goOn(row, name) {
    wanted = { row, name };
    stages.prepared.pass();
    lifeline.unref(); // and one that is through
  },
  /** By a breakpoint in the callback of the test that is meant; answers false, so that nothing stops. */
  enter() {
    const begun = running.at(-1);
    if (begun !== undefined && begun !== seen && entered === undefined) {
      seen = begun;
      const isNamed = wanted.name === undefined || begun.name === wanted.name;
      if (isNamed && others++ === wanted.row) entered = begun.test;
    }
    return false;
  },
  /** When the test that is meant is over. */
  whenReached: () => stages.reached.passed,
  /** `{ title, repeat }` of it, once. */
  take() {
    const taken = held;
    held = stages = entered = seen = undefined;
    running.length = 0;
    for (const scope of scopes.splice(0)) delete scope[known];
    return taken;
  },
};

/** Lets Leak Loop in; resolves when it is in place. */
function open() {
  exposeIn(globalThis);
  inspector.open(0, '127.0.0.1');
  lifeline = connect(Number(port), '127.0.0.1', () => {
    lifeline.write(`${token} ${process.pid} ${inspector.url()}\n`);
  });
  // Nothing may outlive the engine: when the connection to it closes, so does this process.
  lifeline.on('error', () => {}).on('close', () => process.reallyExit(1));
  lifeline.resume();
  return stages.started.passed;
}

/** For a runner that gives test files globals of their own. */
function exposeIn(scope) {
  scopes.push(scope);
  Object.defineProperty(scope, known, { value: hold, configurable: true });
}

/** Until the test that is meant was reached. */
function isWaiting() {
  return stages !== undefined;
}

/** To be awaited before each test: what stands for it, and its own name. */
function beforeTest(test, name) {
  if (stages === undefined) return undefined;
  running.push({ test, name });
  if (!isCollected) {
    isCollected = true;
    lifeline.ref();
    stages.collected.pass();
  }
  return stages.prepared.passed;
}

/**
 * To be awaited after each test; for the one that is meant it never comes back.
 *
 * @param test as given before it
 * @param describe gives `{ title, before, body, after, rest }`: functions of no arguments, in the order
 *   in which the runner calls them; `rest` are those of `after` that it has yet to call
 */
async function afterTest(test, describe) {
  if (stages === undefined) return undefined;
  const at = running.findIndex((each) => each.test === test);
  if (at >= 0) running.splice(at, 1);
  if (entered === undefined || test !== entered) return undefined;
  lifeline.ref();
  const { title, rest = [], ...steps } = describe();
  for (const step of rest) await step();
  held = { title, repeat: () => repeat(steps) };
  stages.reached.pass();
  return new Promise(() => {});
}

/** What is cleaned up after a test that failed is cleaned up here as well. */
async function repeat({ before, body, after }) {
  const cleanups = [];
  try {
    for (const step of before) {
      const cleanup = await step();
      if (typeof cleanup === 'function') cleanups.push(cleanup);
    }
    await body();
  } finally {
    for (const step of after) await step();
    while (cleanups.length > 0) await cleanups.pop()();
  }
}

/** Calls a function that says by a callback, its last argument, when it is done. */
function callWithDone(fn, self, ...args) {
  return new Promise((resolve, reject) => {
    const done = (error) => (error ? reject(error) : resolve());
    done.fail = reject;
    fn.call(self, ...args, done);
  });
}

module.exports = { open, exposeIn, isWaiting, beforeTest, afterTest, callWithDone };

// So that stacks and heaps show it as ours, not as the program's.
//# sourceURL=leak-loop:hold
