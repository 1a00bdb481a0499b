import { formatFile } from '../core/report/formatLocation';
import { terminalLine, terminalText } from '../core/report/terminalText';
import { UserError } from '../errors';

/** What standard error says about a failed run, ending in a line feed. */
export function errorText(error: unknown, file: string | undefined, cwd: string): string {
  if (!(error instanceof UserError)) {
    return internalErrorText(error);
  }
  return [
    `leak-loop: ${terminalText(error.message)}`,
    ...choiceLines(error, file, cwd),
    ...lastLines(error),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function internalErrorText(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `leak-loop: internal error. This is a bug in Leak Loop; please report it with these lines:\n${terminalText(stack)}\n`;
}

/** `  handleRequest  sessions.js:18`: to be copied into the next command, as is `sessions.js#handleRequest`. */
function choiceLines(error: UserError, file: string | undefined, cwd: string): string[] {
  const choices = error.details.choices ?? [];
  const names = choices.map(({ name }) => terminalLine(name));
  const column = Math.max(0, ...names.map((name) => name.length));
  const shown = file === undefined ? undefined : formatFile(file, cwd);
  const lines = choices.map(({ line }, index) => {
    const place = shown === undefined ? String(line) : `${shown}:${line}`;
    return `  ${(names[index] ?? '').padEnd(column)}  ${place}`;
  });
  const [first] = names;
  return shown === undefined || first === undefined
    ? lines
    : [...lines, `Name one as ${shown}#${first} or ${shown}:${choices[0]!.line}.`];
}

function lastLines(error: UserError): string[] {
  return (error.details.stderr ?? []).map((line) => `  | ${terminalLine(line)}`);
}
