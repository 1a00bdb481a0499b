import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { testAtCursor } from '../../core/source/testAtCursor';
import { findTestRunner, type ProjectRunner } from '../../runners/findTestRunner';
import type { ProgramLaunch } from '../process/launchProgram';

/** 1-based; without a column the line is meant. */
export interface SourceCursor {
  readonly line: number;
  readonly column?: number;
  readonly test?: NamedTest;
}

/** One of the tests that have the same function: of a table, of a `describe` that is made for each row of one. */
export interface NamedTest {
  /** Its name, behind those of what it is in; outer ones may be missing, or more of them be given. */
  readonly path: readonly string[];
  /** Of several with these names, counted from 1; absent: the first. */
  readonly number?: number;
}

/** A test that seems to be at a cursor: only the text that runs tells for sure. */
export interface FoundTest extends ProjectRunner {
  readonly file: string;
  readonly at: SourceCursor;
  /** Where it is known: no other test of the file needs to run. */
  readonly title?: string;
}

/** Undefined where there is no test, or nothing that would run it. */
export async function findTest({
  program,
  at,
  cwd,
}: ProgramLaunch): Promise<FoundTest | undefined> {
  if (at === undefined) return undefined;
  const file = resolve(cwd ?? '.', program);
  const text = await readFile(file, 'utf8').catch(() => undefined); // who loads it will complain
  const written = text === undefined ? undefined : testAtCursor(text, at);
  if (text === undefined || written === undefined) return undefined;
  const found = await findTestRunner(file, text);
  return found === undefined ? undefined : { ...found, ...written, file, at };
}
