import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { launchProgram } from '../../src/inspector/process/launchProgram';
import type { LoadedProgram } from '../../src/inspector/process/loadedProgram';
import {
  awaitedValueOf,
  callOn,
  valueOf,
  type RemoteObject,
} from '../../src/inspector/protocol/remoteObject';
import { Scripts } from '../../src/inspector/source/scripts';
import { SourceMaps } from '../../src/inspector/source/sourceMaps';
import type { Target } from '../../src/inspector/process/target';

const callExport =
  'function (name, value) { return (name in this ? this : this.default)[name](value) }';

export interface TestProgramOptions {
  /** Name of the file in its temporary folder; `main.cjs` where absent. */
  readonly fileName?: string;
  readonly node?: string;
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  onOutput?(category: 'stdout' | 'stderr', text: string): void;
}

/** A small program that runs in a process of its own until its test ends. */
export class TestProgram {
  readonly scripts: Scripts;

  private constructor(
    readonly file: string,
    private readonly loaded: LoadedProgram,
  ) {
    this.scripts = new Scripts(loaded.target.client, new SourceMaps());
  }

  /** Writes `source` to a temporary folder and loads it. */
  static async run(
    t: TestContext,
    source: string,
    options: TestProgramOptions = {},
  ): Promise<TestProgram> {
    const folder = temporaryFolder(t);
    const file = join(folder, options.fileName ?? 'main.cjs');
    writeFileSync(file, source);
    return TestProgram.load(t, file, options);
  }

  static async load(
    t: TestContext,
    file: string,
    { signal = new AbortController().signal, ...options }: TestProgramOptions = {},
  ): Promise<TestProgram> {
    const launch = { program: file, node: process.execPath, ...options };
    const loaded = await launchProgram(launch, signal);
    t.after(() => loaded[Symbol.asyncDispose]());
    return new TestProgram(file, loaded);
  }

  get target(): Target {
    return this.loaded.target;
  }

  get namespace(): RemoteObject {
    return this.loaded.namespace;
  }

  get pid(): number {
    return this.target.description.pid;
  }

  /** A handle to what the program exports under a name. */
  async exported(name: string): Promise<RemoteObject> {
    const declaration = 'function (name) { return (name in this ? this : this.default)[name] }';
    const value = await callOn(this.target.client, this.namespace, declaration, [{ value: name }]);
    if (value.objectId === undefined) throw new Error(`${name} is no object`);
    return { objectId: value.objectId };
  }

  /** Calls an exported function of the program; argument and answer are plain JSON. */
  async call<T>(name: string, argument?: unknown): Promise<T> {
    const values = [{ value: name }, { value: argument }];
    return valueOf<T>(this.target.client, this.namespace, callExport, values);
  }

  /** Like {@link call}, of an async function: waits for what it promises. */
  async callAsync<T>(name: string, argument?: unknown): Promise<T> {
    const values = [{ value: name }, { value: argument }];
    return awaitedValueOf<T>(this.target.client, this.namespace, callExport, values);
  }

  /** The line, 1-based, that ends in the comment `// marker`. */
  lineOf(marker: string): number {
    const lines = readFileSync(this.file, 'utf8').split('\n');
    const found = lines.findIndex((line) => line.trimEnd().endsWith(`// ${marker}`));
    if (found < 0) throw new Error(`no line is marked ${marker}`);
    return found + 1;
  }
}

/** A folder that is gone when the test has ended; its path has no links in it. */
export function temporaryFolder(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'leak-loop-test-')));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}
