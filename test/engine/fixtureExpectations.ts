import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GrowthArguments, HeldBy, TypeKind, Verdict } from '../../src/core/report/report';
import type { DiagnoseRequest, FunctionSelector, Limits } from '../../src/diagnose';
import { installedNodes } from '../installedNodes';

/** Any of several answers that are equally right. */
type OneOf<T> = T | readonly T[];

/**
 * One line of test/fixtures/expectations: a function of a fixture and what must be said of it.
 *
 * Lines are not written there: the statement that adds bears a comment `// grows`, the declaration
 * of the holder `// held here`, so that an edit cannot make them wrong.
 */
export interface FixtureExpectation {
  /** Work that ends late looks like growth for a while, and of heavy calls only the heap can tell. */
  readonly mayCostSnapshot?: boolean;
  /** Relative to test/fixtures, as are `program` and the working directory. */
  readonly file: string;
  readonly program?: string;
  /** What this one shows that others of the same file do not. */
  readonly about?: string;
  /** `#name`, '' for the only or default export, or `at grows` for a cursor on the line that adds. */
  readonly function: string;
  readonly args?: string;
  readonly nodeArgs?: readonly string[];
  /** Needs a Node that runs TypeScript as it is (22.18 or newer). */
  readonly stripsTypes?: true;
  readonly limits?: Partial<Limits>;
  readonly verdict: OneOf<Verdict>;
  /** Some calls throw. */
  readonly throws?: true;
  /** Whether calls take longer and longer. Where it is not said, it does not matter. */
  readonly slower?: boolean;
  /** Not a single object per call. */
  readonly nothingGrows?: true;
  /** For a bounded function: the most objects that it keeps. */
  readonly bound?: number;
  /** What is kept are the objects of the arguments, which no function of the program makes. */
  readonly keepsArguments?: true;
  /** Kinds of resources that the import leaves active. */
  readonly activeBefore?: readonly string[];

  /** The rest is for leaks. The name of a class, `Object`, or of the closure's function. */
  readonly type?: OneOf<string>;
  readonly typeKind?: OneOf<TypeKind>;
  /** A name in source terms, or a pattern between slashes. */
  readonly holder?: OneOf<string>;
  readonly holderType?: OneOf<string>;
  readonly heldBy?: OneOf<HeldBy>;
  readonly how?: OneOf<'watched' | 'found in source'>;
  /** What replaying the same arguments tells; where absent, anything is right. */
  readonly arguments?: GrowthArguments;
  /** What accumulates is not in memory, such as open files. */
  readonly takesNoMemory?: true;
  /** The variable that keeps most by its scope, and who uses it: `rows, used by total`, `rows, never read`. */
  readonly captured?: string;
  /** A pattern between slashes. */
  readonly advice?: string;
  readonly objectsPerCall?: number;
  readonly externalBytesPerCall?: number;
}

/** Fixtures are small: fewer calls than the defaults decide them. Time is never to decide, on a busy machine either. */
const suiteLimits = { maxCalls: 1_023, timeBudgetMillis: 15_000 };

/** Healthy ones end early by themselves, unless V8's own business looks like growth for a while. */
const healthyLimits = { maxCalls: 8_191, timeBudgetMillis: 15_000 };

/** Where the fixtures are; tests run in the project's folder. */
export const fixturesFolder = join(process.cwd(), 'test', 'fixtures');

/** Of one area, a file of test/fixtures/expectations; of all where none is given. */
export function fixtureExpectations(area?: string): readonly FixtureExpectation[] {
  const folder = fixturePath('expectations');
  const files = area === undefined ? readdirSync(folder) : [`${area}.json`];
  return files.flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return JSON.parse(text) as readonly FixtureExpectation[];
  });
}

export function fixturePath(file: string): string {
  return join(fixturesFolder, file);
}

/** What a user would ask for. `node` must be given for a fixture that needs another than the running one. */
export function fixtureRequest(fixture: FixtureExpectation, node?: string): DiagnoseRequest {
  return {
    function: { file: fixturePath(fixture.file), at: selector(fixture) },
    target: {
      kind: 'launch',
      cwd: process.cwd(),
      ...(fixture.program === undefined ? {} : { program: fixturePath(fixture.program) }),
      ...(fixture.nodeArgs === undefined ? {} : { nodeArgs: fixture.nodeArgs }),
      ...(node === undefined ? {} : { node }),
    },
    ...(fixture.args === undefined ? {} : { call: { args: fixture.args } }),
    limits: fixtureLimits(fixture),
  };
}

export function fixtureLimits({
  verdict,
  limits,
}: FixtureExpectation): Partial<Limits> & typeof suiteLimits {
  return { ...(verdict === 'leak' ? suiteLimits : healthyLimits), ...limits };
}

/** 1-based lines of a fixture that end with a comment, such as `// grows`. */
export function markedLines(file: string, mark: 'grows' | 'held here'): readonly number[] {
  return readFileSync(fixturePath(file), 'utf8')
    .split('\n')
    .flatMap((line, index) => (line.endsWith(`// ${mark}`) ? [index + 1] : []));
}

/** A Node that runs TypeScript as it is, the running one first; none may be installed. */
export function strippingNode(): string | undefined {
  const { typescript } = process.features as { readonly typescript?: unknown };
  if (typescript !== undefined && typescript !== false) return process.execPath;
  const known = ['node-24', 'node-22', 'node-26'];
  return known
    .map((name) => installedNodes().find((node) => node.name === name)?.executable)
    .find((executable) => executable !== undefined);
}

export function anyOf<T>(expected: OneOf<T>): readonly T[] {
  return Array.isArray(expected) ? (expected as readonly T[]) : [expected as T];
}

function selector({ file, function: chosen }: FixtureExpectation): FunctionSelector {
  if (chosen === '') return { kind: 'export' };
  if (chosen !== 'at grows') return { kind: 'name', name: chosen.replace('#', '') };
  return { kind: 'position', line: markedLines(file, 'grows')[0]!, column: 5 };
}
