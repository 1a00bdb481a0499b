// Runs in the process in which a test runner runs the tests, loaded by a script of ours that the runner
// loads. It lets Leak Loop in before the test file is loaded, and holds the runner at one test after the
// other of those that are meant: once such a test is over, nothing goes on until it is released, and hooks
// and body can be run again as often as wanted.
'use strict';
const inspector = require('node:inspector');
const { connect } = require('node:net');

/** How the inspector finds this script's part; breakpoints in the test file call it, too. */
const known = Symbol.for('leak-loop.tests');

const [port, token] = (process.env.LEAK_LOOP_HOLD ?? '').split(':');
delete process.env.LEAK_LOOP_HOLD; // not the program's business, nor that of its children

let lifeline;
let isCollected = false;
/** Tests that have begun and not ended, outer ones first: `{ test, path, isSeen, by }`. */
const running = [];
/** Which of the tests that enter a function are meant: `{ path, from }`. */
let wanted;
/** For each entry how many tests came by it. */
const passed = [];
/** The test at which the runner stands: `{ released }`. */
let held;
/** Global objects in which the breakpoints look. */
const scopes = [];

/** A promise with what settles it. */
function stage() {
  let pass;
  const passed = new Promise((resolve) => (pass = resolve));
  return { passed, pass };
}

/** Undefined once the runner is to go on no more: what waited for them would be held by us. */
let stages = { started: stage(), collected: stage(), prepared: stage(), reached: stage() };

const hold = {
  start() {
    stages.started.pass();
    lifeline.unref(); // a runner that has nothing to run must end
  },
  /** At the first test: by then the file is loaded. */
  whenCollected: () => stages.collected.passed,
  /**
   * Called once the tests that are meant would be noticed; from the test that was reached to the next one.
   *
   * @param from for each entry, how many tests that come by it are passed over: rows of a table, those that
   *   were judged in another process
   * @param path names of the tests and of what they are in, outermost first, where these tell more; of
   *   longer ones the last names count
   */
  goOn(from, path) {
    wanted = { from, path };
    const { released } = held ?? {};
    if (released !== undefined) stages.reached = stage();
    held = undefined;
    stages.prepared.pass();
    released?.pass();
    lifeline.unref(); // one that is through must end, too
  },
  /**
   * By a breakpoint where the callback of a test that is meant begins; answers false, so that nothing stops.
   *
   * @param entry which of them
   */
  enter(entry) {
    const begun = running.at(-1);
    if (begun === undefined || begun.isSeen) return false;
    begun.isSeen = true;
    if (wanted.path !== undefined && !endAlike(begun.path, wanted.path)) return false;
    passed[entry] = (passed[entry] ?? 0) + 1;
    if (passed[entry] > wanted.from[entry]) begun.by = { entry, count: passed[entry] };
    return false;
  },
  /**
   * When a test that is meant is over: which, `{ path, entry, count, isFaked, repeat }`, `isFaked`: whether it
   * left timers that only its code can run; undefined when all are.
   */
  whenReached: () => stages.reached.passed,
  /** Nothing goes on from the test that was reached. */
  stay() {
    held = stages = undefined;
    running.length = 0;
    for (const scope of scopes.splice(0)) delete scope[known];
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

/** Until nothing goes on any more. */
function isWaiting() {
  return stages !== undefined;
}

/** Whether two lists of names are the same, as far as the shorter one goes, from their ends. */
function endAlike(some, others) {
  const count = Math.min(some.length, others.length);
  for (let back = 1; back <= count; back++) if (some.at(-back) !== others.at(-back)) return false;
  return true;
}

/**
 * To be awaited before each test that the runner comes to.
 *
 * @param test what stands for it
 * @param path its name, behind those of what it is in
 */
async function beforeTest(test, path) {
  while (held !== undefined) await held.released.passed;
  if (stages === undefined) return;
  running.push({ test, path, isSeen: false });
  if (!isCollected) {
    isCollected = true;
    lifeline.ref();
    stages.collected.pass();
  }
  await stages.prepared.passed;
}

/**
 * To be awaited after each test, behind all of its hooks; for one that is meant it comes back when the
 * runner may go on, if ever.
 *
 * @param test as given before it
 * @param describe gives `{ before, body, after, end }`: functions of no arguments, in the order in which
 *   the runner calls them; `end` does what it has yet to do for the test that is over, and will not do again
 */
async function afterTest(test, describe) {
  if (stages === undefined) return;
  const at = running.findIndex((each) => each.test === test);
  if (at < 0) return;
  const [{ path, by }] = running.splice(at, 1);
  if (by === undefined) return;
  lifeline.ref();
  const { end, ...steps } = describe();
  await end?.();
  const released = stage();
  held = { released };
  const isFaked = scopes.some(({ setTimeout }) => isFake(setTimeout));
  stages.reached.pass({ path, ...by, isFaked, repeat: () => repeat(steps) });
  await released.passed;
}

/**
 * Whether a timer function is that of sinon, jest or vitest, which share one library; jest's former ones; or
 * those of node:test. Others that stand in the place of Node's, such as a tracer's, do let time pass.
 */
function isFake(timer) {
  const { clock, _isMockFunction, name } = timer ?? {};
  return clock !== undefined || _isMockFunction === true || /^bound #/.test(name);
}

/** For a runner that tells when all tests are through: it may have more to wait for. */
function afterAllTests() {
  stages?.reached.pass();
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

/**
 * A function of the program's, to be called again and again. Optimised code inlines what it calls, and V8's
 * sampler takes what that allocates for its caller's: after 1,000 calls a leak of each call's seemed to be
 * ours. Through a proxy V8 inlines nothing.
 */
function neverInlined(fn) {
  return new Proxy(fn, { __proto__: null });
}

/** Calls a function that says by a callback, its last argument, when it is done. */
function callWithDone(fn, self, ...args) {
  return new Promise((resolve, reject) => {
    const done = (error) => (error ? reject(error) : resolve());
    done.fail = reject;
    fn.call(self, ...args, done);
  });
}

module.exports = {
  ...{ open, exposeIn, isWaiting },
  ...{ beforeTest, afterTest, afterAllTests, neverInlined, callWithDone },
};

// So that stacks and heaps show it as ours, not as the program's.
//# sourceURL=leak-loop:hold
