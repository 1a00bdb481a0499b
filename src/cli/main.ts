#!/usr/bin/env node
import { version } from '../../package.json';
import { exitCodeOfError, exitCodes } from '../exitCodes';
import { checkCommand } from './checkCommand';
import { errorText } from './errorText';
import { helpText } from './helpText';
import { mergeCommand } from './mergeCommand';
import { parseCommandLine, type Command } from './parseCommandLine';
import { runCommand } from './runCommand';
import { stopOnSignals } from './stopOnSignals';
import { write } from './write';

async function main(): Promise<number> {
  const cwd = process.cwd();
  const command = readCommand(cwd);
  switch (command?.kind) {
    case undefined:
      return exitCodes.usage;
    case 'help':
      await write(process.stdout, helpText());
      return 0;
    case 'version':
      await write(process.stdout, `${version}\n`);
      return 0;
    case 'run':
      return runCommand(command, cwd, stopOnSignals());
    case 'check':
      return checkCommand(command, cwd, stopOnSignals());
    case 'merge':
      return mergeCommand(command, cwd);
  }
}

function readCommand(cwd: string): Command | undefined {
  try {
    return parseCommandLine(process.argv.slice(2), cwd);
  } catch (error) {
    process.stderr.write(errorText(error, undefined, cwd));
    return undefined;
  }
}

// A reader that has seen enough (`leak-loop … | head`) is no error of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => undefined);
}

function fail(error: unknown): never {
  process.stderr.write(errorText(error, undefined, process.cwd()));
  process.exit(exitCodeOfError(error));
}

// Node would exit with 1, which says that there is a leak.
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

// not process.exitCode: whatever a program under test left open must not keep us
main().then((code) => process.exit(code), fail);
