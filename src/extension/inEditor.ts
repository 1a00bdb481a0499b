import {
  sayAs,
  type OptionName,
  type Saying,
  type Sentence,
  type Told,
} from '../core/report/sentence';
import type { LeakReport, Suspect } from '../core/report/report';
import type { MemberChoice } from '../errors';
import { marksOf, type Translate } from './language';

/** A sentence of the engine's in the language of the editor, with the editor's way to what it advises. */
export function inEditor(sentence: Sentence, t: Translate): string {
  return sayAs(sentence, sayingOf(t));
}

export function sayingOf(t: Translate): Saying {
  return { fill: t, option: (name) => wayTo(name, t), marks: marksOf(t) };
}

/** Reports of older versions, and those that other programs have written, have the English text alone. */
function orText(sentence: Sentence | undefined, text: string, t: Translate): string {
  return sentence === undefined ? text : inEditor(sentence, t);
}

export function messageOf({ message, wording }: Told, t: Translate): string {
  return orText(wording, message, t);
}

export function reasonOf({ reason, wording }: LeakReport, t: Translate): string {
  return orText(wording?.reason, reason, t);
}

export function warningsOf({ warnings, wording }: LeakReport, t: Translate): readonly string[] {
  return warnings.map((text, index) => orText(wording?.warnings[index], text, t));
}

export function notExcludedOf(
  { notExcluded, wording }: LeakReport,
  t: Translate,
): readonly string[] {
  return notExcluded.map((text, index) => orText(wording?.notExcluded[index], text, t));
}

export function memberText({ description, wording }: MemberChoice, t: Translate): string {
  return orText(wording, description, t);
}

export function adviceOf({ advice, wording }: Suspect, t: Translate): string | undefined {
  return advice && orText(wording?.advice, advice, t);
}

/** What does in the editor what an option does on the command line. */
function wayTo(option: OptionName, t: Translate): string {
  switch (option) {
    case '--args':
      return t('Set Arguments…');
    case '--this':
      return t('Set Object (this)…');
    case '--member':
      return t('Choose a Thread…');
    case '--script':
      return t('Run Leak Loop on This File');
    case '--update-baseline':
      return t('Not a Leak…');
    case '--max-calls':
      return 'leakLoop.maxCalls';
    case '--time-budget':
      return 'leakLoop.timeBudget';
    case '--memory-budget':
      return 'leakLoop.memoryBudget';
    case '--call-timeout':
      return 'leakLoop.callTimeout';
    case '--node':
      return 'leakLoop.nodeExecutable';
    case '--node-arg':
      return 'leakLoop.nodeArgs';
    case '--env':
      return 'leakLoop.env';
    case '--cwd':
      return t('{0} in your launch.json', '"cwd"');
    case '--load-timeout':
      return t('{0} in your launch.json', '"loadTimeout"');
    case '--no-callback':
      return t('{0} in your launch.json', '"callback": false');
    case '--no-drain':
      return t('{0} in your launch.json', '"drain": false');
    case '--allow-remote':
      return t('Run Again');
  }
}
