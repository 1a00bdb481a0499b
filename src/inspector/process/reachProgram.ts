import { attachProgram, type ProgramAttachment } from './attachProgram';
import { launchProgram, type ProgramLaunch } from './launchProgram';
import { findTest } from '../call/findTest';
import { launchTest } from './launchTest';
import type { LoadedProgram } from './loadedProgram';
import { startProgram, type ProgramStart } from './startProgram';

/** The ways to a process with the program in it. */
export type ProgramRequest =
  | ({ readonly kind: 'launch' } & ProgramLaunch)
  | ({ readonly kind: 'start' } & ProgramStart)
  | ({ readonly kind: 'attach' } & ProgramAttachment);

/** Loads the function's file, starts the program around it, or joins the process in which it runs. */
export function reachProgram(request: ProgramRequest, signal: AbortSignal): Promise<LoadedProgram> {
  switch (request.kind) {
    case 'launch':
      return launch(request, signal);
    case 'start':
      return startProgram(request, signal);
    case 'attach':
      return attachProgram(request, signal);
  }
}

/** A test by its runner, everything else by itself. */
async function launch(request: ProgramLaunch, signal: AbortSignal): Promise<LoadedProgram> {
  const test = await findTest(request);
  return test === undefined ? launchProgram(request, signal) : launchTest(request, test, signal);
}
