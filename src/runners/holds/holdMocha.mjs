// Required by mocha (`--require`) before it loads the test files.
import { createRequire } from 'node:module';

const { open, beforeTest, afterTest, callWithDone } = createRequire(import.meta.url)('./hold.js');

await open();

/** Root hooks: first of all that run before a test, and those of the file's own root come behind. */
export const mochaHooks = {
  beforeEach() {
    return beforeTest(this.currentTest, this.currentTest.title);
  },
  afterEach: own,
};

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
  const step = ({ fn, ctx }) => {
    return () => (fn.length > 0 ? callWithDone(fn, ctx) : fn.call(ctx));
  };
  const others = after.filter(({ fn }) => fn !== own);
  const behind = after.slice(after.findIndex(({ fn }) => fn === own) + 1);
  return {
    title: test.titlePath().join(' > '),
    before: before.map(step).map(withoutResult),
    body: step(test),
    after: others.map(step),
    rest: behind.map(step),
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
