// Runs vitest as its command does, for an option that the command does not take: the runner.
const { node, file, titlePattern, runner } = JSON.parse(process.env.LEAK_LOOP_VITEST);
const { startVitest } = await import(node);

// Before vitest 4 the runner is loaded as the project's files are, and ours is none of these.
const fromAnywhere = { server: { fs: { strict: false } } };

await startVitest(
  'test',
  [file],
  {
    run: true,
    watch: false,
    runner,
    pool: 'forks',
    fileParallelism: false,
    maxConcurrency: 1,
    coverage: { enabled: false },
    testTimeout: 0,
    hookTimeout: 0,
    retry: 0,
    ...(titlePattern === undefined ? {} : { testNamePattern: titlePattern }),
  },
  fromAnywhere,
);

// So that stacks and heaps show it as ours, not as the program's.
//# sourceURL=leak-loop:startVitest
