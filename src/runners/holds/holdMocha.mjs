// Required by mocha (`--require`) before it loads the test files.
import { createRequire } from 'node:module';

const { open, beforeTest, afterTest, afterAllTests, neverInlined, callWithDone } = createRequire(
  import.meta.url,
)('./hold.js');

await open();

/** Root hooks: first of all that run before a test, and last of those that run after it. */
export const mochaHooks = {
  beforeEach() {
    moveToEnd(suitesAround(this.currentTest)[0]._afterEach);
    return beforeTest(this.currentTest, this.currentTest.titlePath());
  },
  afterEach: own,
  afterAll: afterAllTests,
};

/** Behind those that the file has at its root. */
function moveToEnd(hooks) {
  const at = hooks.findIndex(({ fn }) => fn === own);
  hooks.push(...hooks.splice(at, 1));
}

function own() {
  return afterTest(this.currentTest, () => describe(this.currentTest));
}

function describe(test) {
  const suites = suitesAround(test);
  const before = suites.flatMap((suite) => suite._beforeEach).slice(1);
  const after = suites
    .slice()
    .reverse()
    .flatMap((suite) => suite._afterEach);
  const step = ({ fn: written, ctx }) => {
    const fn = neverInlined(written);
    return () => (fn.length > 0 ? callWithDone(fn, ctx) : fn.call(ctx));
  };
  return {
    before: before.map(step).map(withoutResult),
    body: step(test),
    after: after.filter(({ fn }) => fn !== own).map(step),
  };
}

/** Outermost first. */
function suitesAround(test) {
  const suites = [];
  for (let suite = test.parent; suite; suite = suite.parent) suites.unshift(suite);
  return suites;
}

/** Mocha makes nothing of what a hook returns. */
function withoutResult(run) {
  return async () => {
    await run();
  };
}

// So that stacks and heaps show it as ours, not as the program's.
//# sourceURL=leak-loop:holdMocha
