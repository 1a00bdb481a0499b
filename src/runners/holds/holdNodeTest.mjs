// Preloaded where a test file of node:test is run (`node --import`).
import { createRequire } from 'node:module';
import { Session } from 'node:inspector';
import { afterEach, beforeEach } from 'node:test';

const { open, isWaiting, beforeTest, afterTest, neverInlined, callWithDone } = createRequire(
  import.meta.url,
)('./hold.js');

await open();

/** First among the hooks of all tests, those of suites and subtests included. */
beforeEach(async (context) => {
  if (!isWaiting() || isOfRepeat(context)) return;
  const test = internalOf(context);
  moveToEnd(test.parent.hooks.afterEach);
  await turnOf(test);
  await beforeTest(test, pathOf(test));
});
afterEach(own);

/** Last among them. */
async function own(context) {
  if (!isWaiting() || isOfRepeat(context)) return;
  const test = internalOf(context);
  await afterTest(test, () => describe(test, context));
  begun.delete(test);
  for (const look of waiting.splice(0)) look();
}

function moveToEnd(hooks) {
  const at = hooks.findIndex(({ fn }) => fn === own);
  hooks.push(...hooks.splice(at, 1));
}

/** The test that stands for the run in progress, while one is repeated. */
let repeated;

/** Whether a context is that of a subtest of it: each test has a signal of its own. */
function isOfRepeat(context) {
  return repeated !== undefined && hasSignal(repeated, context.signal);
}

function hasSignal(test, signal) {
  return test.signal === signal || test.subtests.some((subtest) => hasSignal(subtest, signal));
}

/** Tests that have begun, and those who wait for them to end. */
const begun = new Set();
const waiting = [];

/** One test at a time, besides those that it is a part of: else nobody could tell which enters its function. */
async function turnOf(test) {
  while ([...begun].some((other) => !isWithin(test, other))) {
    await new Promise((resolve) => waiting.push(resolve));
  }
  begun.add(test);
}

function isWithin(test, outer) {
  for (let each = test; each !== null; each = each.parent) if (each === outer) return true;
  return false;
}

function describe(test, context) {
  let run = { test, context };
  const call = (fn) =>
    fn.length > 1 ? callWithDone(fn, run.context, run.context) : fn.call(run.context, run.context);
  const { beforeEach: before, afterEach: after } = test.parent.hooks;
  const step = ({ fn: written }) => {
    const fn = neverInlined(written);
    return () => call(fn);
  };
  const body = step(test);
  const newRun = () => {
    run = freshRun(test, context);
    repeated = run.test;
  };
  return {
    before: [newRun, ...before.slice(1).map(step)],
    body: () => runBody(run.test, body),
    after: [
      ...after.filter(({ fn }) => fn !== own).map(step),
      async () => {
        await endOfRun(run.test, call);
        forget(run.test);
        run = repeated = undefined; // else the last one would still be there
      },
    ],
    // what Node does behind all hooks
    end: () => endOfRun(test, call),
  };
}

/**
 * What a test counts and collects (its plan, its subtests, its signal) is there for one run: each run
 * gets a test of its own, as Node makes them, which nothing but its context knows.
 */
function freshRun(test, context) {
  const { name, fn, parent, concurrency } = test;
  const fresh = new test.constructor({
    __proto__: null,
    ...{ name, fn, parent },
    concurrency: Number.isFinite(concurrency) ? concurrency : true,
  });
  return { test: fresh, context: new context.constructor(fresh) };
}

/** With what Node waits for, and looks at, after the body. */
async function runBody(test, body) {
  await body();
  await test.subtestsPromise?.promise;
  await test.plan?.check();
  const failed = test.subtests.find(({ passed, isTodo }) => !passed && !isTodo);
  if (failed !== undefined) throw failed.error?.cause ?? failed.error ?? notAwaited(failed);
}

/** Before Node 24 a subtest that its test does not wait for fails. */
function notAwaited({ name }) {
  return new Error(`the subtest "${name}" was not awaited`);
}

/** What a test leaves to its end: `t.after`, `t.mock`, those who listen to its signal. */
async function endOfRun(test, call) {
  for (const hook of test.hooks.after.splice(0)) {
    if (hook.endTime === null) await call(hook.fn); // Node 18 calls them before afterEach
    hook.emitDestroy();
  }
  test.mock?.reset();
  test.abortController.abort();
}

/** Node keeps all tests and hooks in a table until they are destroyed. */
function forget(test) {
  for (const hooks of Object.values(test.hooks)) {
    if (Array.isArray(hooks)) for (const hook of hooks.splice(0)) hook.emitDestroy();
  }
  for (const subtest of test.subtests.splice(0)) forget(subtest);
  test.emitDestroy();
}

function pathOf(test) {
  const names = [];
  for (let each = test; each.parent !== null; each = each.parent) names.unshift(each.name);
  return names;
}

/** What a context stands for knows the hooks, and is private to Node: only the inspector shows it. */
function internalOf(context) {
  const session = new Session();
  session.connect();
  let found;
  const exchange = { context, take: (value) => (found = value) };
  globalThis[exchanged] = exchange;
  const { result } = post(session, 'Runtime.evaluate', {
    expression: `globalThis[${exchangedText}].context`,
  });
  const { privateProperties = [] } = post(session, 'Runtime.getProperties', {
    objectId: result.objectId,
    ownProperties: true,
  });
  const { value } = privateProperties.find(({ name }) => name === '#test');
  post(session, 'Runtime.callFunctionOn', {
    objectId: value.objectId,
    functionDeclaration: `function () { globalThis[${exchangedText}].take(this) }`,
  });
  delete globalThis[exchanged];
  session.disconnect(); // its handles would keep the test
  return found;
}

const exchanged = Symbol.for('leak-loop.exchange');
const exchangedText = `Symbol.for('leak-loop.exchange')`;

/** Commands of a session in the same thread are answered at once. */
function post(session, method, params) {
  let answer;
  session.post(method, params, (error, result) => {
    if (error) throw new Error(error.message);
    answer = result;
  });
  return answer;
}

// So that stacks and heaps show it as ours, not as the program's.
//# sourceURL=leak-loop:holdNodeTest
