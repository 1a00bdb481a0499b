// Given to vitest as its test runner: its own, with a look at what it is about to do.
import { createRequire } from 'node:module';

const { open, beforeTest, afterTest, afterAllTests, neverInlined } = createRequire(import.meta.url)(
  './hold.js',
);
const { module, base, tasks, major } = JSON.parse(process.env.LEAK_LOOP_VITEST);
const { TestRunner, vi } = await import(/* @vite-ignore */ module);
const { VitestTestRunner = TestRunner } =
  base === undefined ? {} : await import(/* @vite-ignore */ base);
const { getFn = TestRunner.getTestFn, getHooks = TestRunner.getSuiteHooks } =
  tasks === undefined ? {} : await import(/* @vite-ignore */ tasks);

await open();

export default class HoldingRunner extends VitestTestRunner {
  async onBeforeTryTask(test, options) {
    await beforeTest(test, pathOf(test));
    await super.onBeforeTryTask?.(test, options);
    if (major < 4) this.#endByHook(test);
  }

  /** Where it is still the current test, for those who ask. */
  async onAfterRetryTask(test, options) {
    await super.onAfterRetryTask?.(test, options);
    await afterTest(test, () => this.#describe(test));
  }

  /** Before vitest 4 there is no such place but a hook of the test's: the first one, as the last one runs first. */
  #endByHook(test) {
    const { onTestFinished, onTestFailed } = test.context;
    test.onFinished ??= [
      async () => {
        // Inside its hooks a test can add none; its runs to come can.
        Object.assign(test.context, { onTestFinished, onTestFailed });
        await afterTest(test, () => this.#describe(test));
      },
    ];
  }

  /** Of a test that was skipped while it ran. */
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
    test.onFinished = test.onFailed = undefined;
    if (context.signal !== undefined) ignoreListeners(context.signal);
    const forgetMocks = mockForgetter();
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
        forgetMocks,
      ],
    };
  }
}

/** `onTestFinished`; the last one first. */
async function endOfRun(test) {
  const finished = test.onFinished ?? [];
  test.onFinished = undefined;
  test.onFailed = undefined;
  const subject = major < 3 ? test.result : test.context;
  for (const hook of finished.slice().reverse()) await hook(subject);
}

/** Each run of a test listens to the signal of its context and never stops to: that would be a leak of vitest's. */
function ignoreListeners(signal) {
  Object.defineProperty(signal, 'addEventListener', { value() {}, configurable: true });
}

/**
 * Lets go of the mocks that were made since: vitest has each in a set, so that all can be cleared at once, and takes
 * none out again. To a test that is run once that is nothing.
 */
function mockForgetter() {
  const registers = mockRegisters().map((mocks) => ({ mocks, before: new Set(mocks) }));
  return () => {
    for (const { mocks, before } of registers) {
      for (const mock of mocks) if (!before.has(mock)) mocks.delete(mock);
    }
  };
}

/** The sets that a new mock comes into. */
function mockRegisters() {
  const registers = new Set();
  const { add } = Set.prototype;
  Set.prototype.add = function (value) {
    add.call(registers, this);
    return add.call(this, value);
  };
  try {
    vi.fn();
  } finally {
    Set.prototype.add = add;
  }
  return [...registers];
}

function pathOf(test) {
  const suites = suitesAround(test).filter((suite) => suite !== test.file);
  const names = [...suites, test].map(({ name }) => name);
  return names[0] === '' ? names.slice(1) : names;
}

/** Outermost, the file, first; of vitest 1 a suite without a name is in the file's place. */
function suitesAround(test) {
  const suites = [];
  for (let suite = test.suite ?? test.file; suite; suite = suite.suite) suites.unshift(suite);
  return major < 2 || suites[0] === test.file ? suites : [test.file, ...suites];
}

// So that stacks and heaps show it as ours, not as the program's.
//# sourceURL=leak-loop:holdVitest
