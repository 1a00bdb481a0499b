import type { Verdict } from '../../core/report/report';
import { functionName, isAccepted, openCauses, type FunctionResult } from './functionResult';
import {
  bytesText,
  callCount,
  causeCount,
  countText,
  durationText,
  type Translate,
} from '../language';
import type { CallNode, FilteredNode, ForeignGroupNode, ResultNode } from './leakNode';
import { plainText } from '../plainText';
import { takesArguments } from '../run/runRequest';
import { timeText } from '../timeText';
import { dotted, icons, type RowDescription, type RowIcon } from './rowDescription';
import { reasonOf } from '../inEditor';

/** `✗ handleRequest   2 leaks · 564 B per call · 16,383 calls · 2.9 s`. */
export function describeResult({ result }: ResultNode, t: Translate): RowDescription {
  const { report } = result;
  const name = plainText(functionName(report.function), 80);
  const fixed = result.gone.filter((cause) => cause.change === 'fixed').length;
  const figures = dotted([
    earlierText(result, t),
    verdictText(result, t),
    fixed === 0 ? undefined : t('{0} fixed', countText(fixed, t)),
    report.verdict === 'leak' ? t('{0} per call', bytesText(report.perCall.bytes, t)) : undefined,
    callCount(report.loop.calls, t),
    durationText(report.durationMillis, t),
  ]);
  return {
    label: name,
    description: figures,
    icon: isAccepted(result) ? icons.accepted : verdictIcons[report.verdict],
    sentence: t('{0}: {1}. {2}', name, figures, plainText(reasonOf(report, t), 500)),
    children: 'expanded',
    context: [
      'result',
      ...(takesArguments(result.request, report.function.kind) ? ['takesArguments'] : []),
      ...(report.verdict === 'leak' ? ['leaks'] : []),
    ].join(' '),
  };
}

/** `handleRequest · 2 leaks · 10:41`: what the view shows, beside its title. */
export function headingText(result: FunctionResult, t: Translate): string {
  const { report, endedAt } = result;
  return dotted([
    plainText(functionName(report.function), 80),
    verdictText(result, t),
    endedAt === undefined ? undefined : timeText(endedAt),
  ]);
}

/** When an earlier run was, and what it is compared with. */
function earlierText({ earlier }: FunctionResult, t: Translate): string | undefined {
  if (earlier === undefined) return undefined;
  const { endedAt, comparedWith } = earlier;
  return comparedWith === undefined
    ? t('run of {0}', timeText(endedAt))
    : t('run of {0}, compared with {1}', timeText(endedAt), timeText(comparedWith));
}

/** The verdict in words; never "no leaks", which nothing that ends can know. */
export function verdictText(result: FunctionResult, t: Translate): string {
  switch (result.report.verdict) {
    case 'leak':
      return leakText(result, t);
    case 'bounded':
      return t('growth is bounded');
    case 'clean':
      return t('nothing grows');
    case 'unclear':
      return t('unclear');
  }
}

/** `2 leaks`, `1 leak · 1 accepted`, `2 accepted`. */
function leakText(result: FunctionResult, t: Translate): string {
  const all = result.report.suspects.length;
  const open = openCauses(result).length;
  return all === 0
    ? t('leaks, cause not found')
    : dotted([
        open === 0 ? undefined : causeCount(open, t),
        open === all ? undefined : t('{0} accepted', countText(all - open, t)),
      ]);
}

const verdictIcons: Readonly<Record<Verdict, RowIcon>> = {
  leak: icons.leak,
  bounded: icons.passed,
  clean: icons.passed,
  unclear: icons.unclear,
};

/** How one call was made: `handleRequest(...["user" + i])`. */
export function describeCall({ result }: CallNode, t: Translate): RowDescription {
  const { callArguments } = result.request;
  const name = plainText(functionName(result.report.function), 80);
  const call =
    callArguments === undefined ? `${name}()` : `${name}(...${plainText(callArguments, 120)})`;
  return {
    label: t('each call'),
    description: call,
    icon: { id: 'symbol-parameter' },
    sentence: t('Each call was {0}. Choose this row to set other arguments.', call),
    children: 'none',
    opens: { kind: 'command', command: 'setArguments' },
  };
}

export function describeForeignGroup({ suspects }: ForeignGroupNode, t: Translate): RowDescription {
  const count = causeCount(suspects.length, t);
  return {
    label: t('Not your code'),
    description: count,
    icon: { id: 'package' },
    sentence: t('This is not your code: {0} in installed packages or in Node.js itself.', count),
    children: 'collapsed',
  };
}

export function describeFiltered({ count, filter }: FilteredNode, t: Translate): RowDescription {
  const label =
    count === 1 ? t('1 cause is filtered out') : t('{0} causes are filtered out', count);
  const text = plainText(filter, 60);
  return {
    label,
    description: t('not with “{0}”', text),
    icon: { id: 'filter' },
    sentence: t('{0} by “{1}”. Choose this row to show every cause.', label, text),
    children: 'none',
    opens: { kind: 'command', command: 'clearFilter' },
  };
}
