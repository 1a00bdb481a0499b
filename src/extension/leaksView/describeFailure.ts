import type { Translate } from '../language';
import { settingNames, settingsSection } from '../ids';
import { failureWords } from './failureWords';
import type { FailureNode, RemedyName, RemedyNode } from './leakNode';
import { plainLine, plainText } from '../plainText';
import { icons, type RowAction, type RowDescription } from './rowDescription';
import type { RunFailure } from '../run/runFailure';
import { takesArguments } from '../run/runRequest';
import { messageOf } from '../inEditor';

/** What went wrong in the last run; the whole message stands above the tree. */
export function describeFailure({ failure }: FailureNode, t: Translate): RowDescription {
  const title = plainText(failure.title, 80);
  const message = plainLine(messageOf(failure, t), 500);
  const words = failureWords(failure.code, t);
  return {
    label: title,
    description: t('could not be measured: {0}', words),
    icon: icons.warning,
    sentence: t('{0} could not be measured: {1}. {2}', title, words, message),
    children: 'expanded',
    context: takesArguments(failure.request) ? 'failure takesArguments' : 'failure',
  };
}

export function describeRemedy({ remedy, failure }: RemedyNode, t: Translate): RowDescription {
  const label = remedyLabel(remedy, t);
  return {
    label,
    icon: { id: remedyIcons[remedy] },
    sentence: t('{0}: choose this row to do that.', label),
    children: 'none',
    opens: remedyAction(remedy, failure),
  };
}

export function remedyLabel(remedy: RemedyName, t: Translate): string {
  switch (remedy) {
    case 'chooseFunction':
      return t('Choose a Function…');
    case 'chooseMember':
      return t('Choose a Thread…');
    case 'setArguments':
      return t('Set Arguments…');
    case 'setReceiver':
      return t('Set Object (this)…');
    case 'chooseProcess':
      return t('Choose a Process…');
    case 'runAgain':
      return t('Run Again');
    case 'captureCall':
      return t('Take the Next Real Call');
    case 'openSettings':
      return t('Open Settings');
    case 'openFile':
      return t('Open File');
    case 'showLog':
      return t('Show Log');
  }
}

const remedyIcons: Readonly<Record<RemedyName, string>> = {
  chooseFunction: 'symbol-function',
  chooseMember: 'server-process',
  setArguments: 'symbol-parameter',
  setReceiver: 'symbol-object',
  captureCall: 'record',
  chooseProcess: 'server-process',
  runAgain: 'debug-rerun',
  openSettings: 'gear',
  openFile: 'go-to-file',
  showLog: 'output',
};

export function remedyAction(remedy: RemedyName, { code, request, place }: RunFailure): RowAction {
  switch (remedy) {
    case 'chooseFunction':
    case 'chooseMember':
    case 'setArguments':
    case 'setReceiver':
    case 'captureCall':
    case 'chooseProcess':
    case 'runAgain':
    case 'showLog':
      return { kind: 'command', command: remedy };
    case 'openSettings':
      return { kind: 'settings', search: settingFor(code) };
    case 'openFile':
      return { kind: 'location', location: place ?? { file: request.program, line: 1, column: 1 } };
  }
}

/** The one setting that helps; all of them where it may be any. */
function settingFor(code: RunFailure['code']): string {
  const name = settingsThatHelp[code];
  return name === undefined ? settingsSection : `${settingsSection}.${name}`;
}

const settingsThatHelp: Readonly<Partial<Record<RunFailure['code'], string>>> = {
  'node-missing': settingNames.nodeExecutable,
  'node-too-old': settingNames.nodeExecutable,
  'not-compiled': settingNames.nodeExecutable,
  'never-settles': settingNames.callTimeout,
  'out-of-memory': settingNames.memoryBudget,
};
