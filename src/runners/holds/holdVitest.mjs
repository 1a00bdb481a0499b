// Given to vitest as its test runner: its own, with a look at what it is about to do.
import { createRequire } from 'node:module';

const { open, beforeTest, afterTest, afterAllTests, neverInlined } = createRequire(import.meta.url)(
  './hold.js',
);
const { base, tasks } = JSON.parse(process.env.LEAK_LOOP_VITEST);
const { TestRunner, VitestTestRunner = TestRunner } = await import(/* @vite-ignore */ base);
const { getFn, getHooks } = await import(/* @vite-ignore */ tasks);

await open();

export default class HoldingRunner extends VitestTestRunner {
  async onBeforeTryTask(test, options) {
    await beforeTest(test, pathOf(test));
    await super.onBeforeTryTask?.(test, options);
  }

  /** Where it is still the current test, for those who ask. */
  async onAfterRetryTask(test, options) {
    await super.onAfterRetryTask?.(test, options);
    await afterTest(test, () => this.#describe(test));
  }

  /** Before vitest 4 there is no other place behind all hooks. */
  async onAfterRunTask(test) {
    await super.onAfterRunTask?.(test);
    await afterTest(test, () => this.#describe(test));
  }

  async onAfterRunFiles(files) {
    await super.onAfterRunFiles?.(files);
    afterAllTests();
  }

  #describe(test) {
    const suites = suitesAround(test);
    const { context } = test;
    if (context.signal !== undefined) ignoreListeners(context.signal);
    const isStack = this.config.sequence.hooks === 'stack';
    const steps = (suite, name) => {
      const written = getHooks(suite)[name];
      const hooks = written.map(neverInlined).map((hook) => () => hook(context, suite));
      return isStack && name === 'afterEach' ? hooks.reverse() : hooks;
    };
    return {
      before: [
        // Mocks are cleared and snapshots counted anew, as the project has it.
        () => super.onBeforeTryTask?.(test, { retry: 0, repeats: 0 }),
        ...suites.flatMap((suite) => steps(suite, 'beforeEach')),
      ],
      body: neverInlined(getFn(test)),
      after: [
        ...suites
          .slice()
          .reverse()
          .flatMap((suite) => steps(suite, 'afterEach')),
        () => endOfRun(test),
      ],
    };
  }
}

/** `onTestFinished`; the last one first. */
async function endOfRun(test) {
  const finished = test.onFinished ?? [];
  test.onFinished = undefined;
  test.onFailed = undefined;
  for (const hook of finished.slice().reverse()) await hook(test.context);
}

/** Each run of a test listens to the signal of its context and never stops to: that would be a leak of vitest's. */
function ignoreListeners(signal) {
  Object.defineProperty(signal, 'addEventListener', { value() {}, configurable: true });
}

function pathOf(test) {
  return [...suitesAround(test).slice(1), test].map(({ name }) => name);
}

/** Outermost, the file, first. */
function suitesAround(test) {
  const suites = [];
  for (let suite = test.suite ?? test.file; suite; suite = suite.suite) suites.unshift(suite);
  return suites[0] === test.file ? suites : [test.file, ...suites];
}

// So that stacks and heaps show it as ours, not as the program's.
//# sourceURL=leak-loop:holdVitest
