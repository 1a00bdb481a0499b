/** One run of a test file by its runner, which is held at one test. */
export interface TestRun {
  /** The file to run; of node:test and mocha what it was compiled to, where it was. */
  readonly file: string;
  /** Of the project that the file belongs to. */
  readonly folder: string;
  /** Of the test that is meant, where it is known: no other needs to run. */
  readonly title?: string;
  /** What the file needs to be loaded, and the user's own. */
  readonly nodeArgs: readonly string[];
}

/** `node` with these arguments runs the tests, in this process or in a child of it. */
export interface RunnerCommand {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * What there is to know of one test runner. All else is common: a script of ours (`holds/`) that the runner
 * loads tells when a test begins and ends, and what is to be called for one run of a test.
 */
export interface TestRunner {
  readonly name: string;
  /** Its package; absent for Node's own. */
  readonly packageName?: string;
  /** What only its test files import from. */
  readonly modules: readonly string[];
  /** Uses of a global that only its test files have. */
  readonly globals?: RegExp;
  /** Names of its configuration files. */
  readonly configFiles: RegExp;
  /** Where package.json has its configuration; absent: it reads none there. */
  readonly configKey?: 'jest' | 'mocha';
  /** Where it looks for test files besides `*.test.*` and `*.spec.*`; paths relative to the project, with slashes. */
  readonly testPaths?: RegExp;
  /** Whether it compiles test files itself, or is told how by its configuration. */
  loadsTypeScript(folder: string): Promise<boolean>;
  /** @throws UserError `runner-missing` */
  command(run: TestRun): RunnerCommand;
}

/** Matches the test and what it is in, as runners match names: anywhere, as a regular expression. */
export function titlePattern(title: string): string {
  return `${title.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}$`;
}
