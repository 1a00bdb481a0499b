import { describeHolder } from '../../core/report/describeCause';
import { formatReport } from '../../core/report/formatReport';
import { terminalLine } from '../../core/report/terminalText';
import type { FunctionResult } from '../leaksView/functionResult';
import type { RunFailure } from '../run/runFailure';
import type { RunOutcome } from '../run/runs';

/**
 * What a language model is told, in English as all of its instructions are: the report, what became of
 * earlier causes, and what to do next. Strings out of the program are made harmless as for a terminal.
 */
export function toolAnswer(outcome: RunOutcome, cwd?: string): string {
  switch (outcome.kind) {
    case 'report':
      return answerOf(outcome.result, cwd);
    case 'failed':
      return failureText(outcome.failure);
    case 'stopped':
      return 'The user stopped the run before anything was measured. Ask before running it again.';
  }
}

function answerOf(result: FunctionResult, cwd: string | undefined): string {
  const { report } = result;
  return [
    `verdict: ${report.verdict}`,
    formatReport(report, cwd === undefined ? {} : { cwd }).trimEnd(),
    ...changeLines(result),
    ...acceptedLines(result),
    nextStep(result),
  ].join('\n\n');
}

/** Since the last run of the same function. */
function changeLines({ report, changes, gone }: FunctionResult): string[] {
  const lines = [
    ...report.suspects.flatMap((suspect) => {
      const change = changes.get(suspect.fingerprint);
      return change === undefined ? [] : [`- ${describeHolder(suspect)}: ${change}`];
    }),
    ...gone.map(({ suspect, change }) => `- ${describeHolder(suspect)}: ${change}`),
  ];
  return lines.length === 0 ? [] : [['Compared with the run before:', ...lines].join('\n')];
}

function acceptedLines({ report, accepted }: FunctionResult): string[] {
  const lines = report.suspects.flatMap((suspect) => {
    const reason = accepted.get(suspect.fingerprint);
    return reason === undefined ? [] : [`- ${describeHolder(suspect)}: ${terminalLine(reason)}`];
  });
  return lines.length === 0
    ? []
    : [['Accepted by the owners of the code; leave these as they are:', ...lines].join('\n')];
}

function nextStep({ report }: FunctionResult): string {
  switch (report.verdict) {
    case 'leak':
      return 'Fix what adds to each holder or never removes from it, then run this tool again with the same input: each cause is then fixed, better, unchanged or new.';
    case 'bounded':
      return 'Growth ends by itself: there is nothing to fix, unless the bound is too high.';
    case 'clean':
      return 'Nothing grows with these arguments. Other arguments, native memory and what is listed as not excluded were not tried.';
    case 'unclear':
      return 'This decides nothing. Run again with what the reason names: more calls (maxCalls), other arguments, or without what disturbs it.';
  }
}

function failureText({
  code,
  message,
  choices = [],
  receivers = [],
  members = [],
}: RunFailure): string {
  const lists = [
    list(
      'Functions of the file (give one as function):',
      choices,
      ({ name, line }) => `${name}, line ${line}`,
    ),
    list(
      'Objects to call it on (give one as callThis):',
      receivers,
      ({ expression }) => expression,
    ),
    list(
      'It lives in several threads; the user has to choose one:',
      members,
      (each) => each.description,
    ),
  ];
  return [
    `Nothing was measured (${code}): ${terminalLine(message)}`,
    ...lists.flat(),
    ...inputHint(code),
  ].join('\n\n');
}

function list<T>(title: string, items: readonly T[], text: (item: T) => string): string[] {
  return items.length === 0
    ? []
    : [[title, ...items.map((item) => `- ${terminalLine(text(item))}`)].join('\n')];
}

/** Messages name the command line's options and the editor's commands; a model has its own input. */
function inputHint(code: RunFailure['code']): string[] {
  switch (code) {
    case 'throws-at-once':
    case 'bad-arguments':
      return [
        'Give callArguments: a JavaScript array expression that is evaluated for each call; i is the number of the call.',
      ];
    case 'no-receiver':
      return ['Give callThis: a JavaScript expression; exports is what the file exports.'];
    default:
      return [];
  }
}
