import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { testAtCursor } from '../../core/source/testAtCursor';
import { findTestRunner, type ProjectRunner } from '../../runners/findTestRunner';
import type { ProgramLaunch } from '../process/launchProgram';

/** 1-based; without a column the line is meant. */
export interface SourceCursor {
  readonly line: number;
  readonly column?: number;
  readonly testName?: string;
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
