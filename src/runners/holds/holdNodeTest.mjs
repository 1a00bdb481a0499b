// Preloaded where a test file of node:test is run (`node --import`).
import { createRequire } from 'node:module';
import { Session } from 'node:inspector';
import { afterEach, beforeEach } from 'node:test';

const { open, beforeTest, afterTest, callWithDone } = createRequire(import.meta.url)('./hold.js');

await open();
const session = new Session();
session.connect();

/** First among the hooks of all tests, those of suites and subtests included. */
beforeEach(() => beforeTest());
afterEach(own);

function own(context) {
  return afterTest(() => describe(context));
}

function describe(context) {
  const test = internalOf(context);
  const call = (fn) =>
    fn.length > 1 ? callWithDone(fn, context, context) : fn.call(context, context);
  const { beforeEach: before, afterEach: after } = test.parent.hooks;
  const others = after.filter(({ fn }) => fn !== own);
  const behind = after.slice(after.findIndex(({ fn }) => fn === own) + 1);
  const steps = (hooks) =>
    hooks.map(
      ({ fn }) =>
        () =>
          call(fn),
    );
  const ofThisRun = () => endOfRun(test, context, call);
  return {
    title: titleOf(test),
    before: steps(before.slice(1)),
    body: () => call(test.fn),
    after: [...steps(others), ofThisRun],
    rest: [...steps(behind), ofThisRun],
  };
}

/** What a test leaves to its end: `t.after`, `t.mock`. */
async function endOfRun(test, context, call) {
  for (const hook of test.hooks.after.splice(0)) {
    if (hook.endTime === null) await call(hook.fn); // Node 18 calls them before afterEach
    hook.emitDestroy(); // else Node keeps it in a table of all tests and hooks
  }
  context.mock?.reset();
}

function titleOf(test) {
  const names = [];
  for (let each = test; each.parent !== null; each = each.parent) names.unshift(each.name);
  return names.join(' > ');
}

/** What a context stands for knows the hooks, and is private to Node: only the inspector shows it. */
function internalOf(context) {
  let found;
  const exchange = { context, take: (value) => (found = value) };
  globalThis[exchanged] = exchange;
  const { result } = post('Runtime.evaluate', {
    expression: `globalThis[${exchangedText}].context`,
  });
  const { privateProperties = [] } = post('Runtime.getProperties', {
    objectId: result.objectId,
    ownProperties: true,
  });
  const { value } = privateProperties.find(({ name }) => name === '#test');
  post('Runtime.callFunctionOn', {
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
function post(method, params) {
  let answer;
  session.post(method, params, (error, result) => {
    if (error) throw new Error(error.message);
    answer = result;
  });
  return answer;
}

// So that stacks and heaps show it as ours, not as the program's.
//# sourceURL=leak-loop:holdNodeTest
