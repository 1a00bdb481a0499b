import { isForeignCode } from '../../core/report/formatLocation';
import type { LeakReport, Location, PhaseName } from '../../core/report/report';
import { describeNode } from './describeNode';
import { escapeMarkdown } from '../escapeMarkdown';
import { bytesText, durationText, type Translate, referrerCount } from '../language';
import { dotted } from './rowDescription';
import type { CauseNode, LeakNode } from './leakNode';
import { adviceOf, messageOf, reasonOf } from '../inEditor';

/** More about a row, as Markdown without links or HTML; made only when the row is pointed at. */
export function tooltipFor(node: LeakNode, t: Translate): string {
  const { label, description } = describeNode(node, t);
  const head = `**${escapeMarkdown(label)}**`;
  return [
    head,
    ...(description === undefined ? [] : [escapeMarkdown(description)]),
    ...details(node, t),
  ].join('\n\n');
}

function details(node: LeakNode, t: Translate): string[] {
  switch (node.kind) {
    case 'result':
      return [escapeMarkdown(reasonOf(node.result.report, t)), ...phases(node.result.report, t)];
    case 'growth':
      return placeText(node.location, t);
    case 'link':
      return [
        t(
          '{0} by itself, {1} with all it keeps alive, {2}',
          bytesText(node.link.selfSize, t),
          bytesText(node.link.retainedSize, t),
          referrerCount(node.link.referrers, t),
        ),
        ...placeText(node.link.location, t),
      ];
    case 'type':
      return placeText(node.suspect.type.location, t);
    case 'allocation':
      return placeText(node.site.location, t);
    case 'frame':
      return placeText(node.frame.location, t);
    case 'captured':
      return placeText(node.variable.location, t);
    case 'failure':
      return [escapeMarkdown(messageOf(node.failure, t))];
    case 'cause':
      return causeDetails(node, t);
    case 'goneCause':
    case 'nodeLinks':
    case 'foreignGroup':
    case 'passengers':
    case 'passenger':
    case 'instances':
    case 'instance':
    case 'referrer':
    case 'filtered':
    case 'otherRoots':
    case 'shared':
    case 'call':
    case 'fact':
    case 'notExcluded':
    case 'remedy':
      return [];
  }
}

function causeDetails({ suspect, result }: CauseNode, t: Translate): string[] {
  const advice = adviceOf(suspect, t);
  const reason = result.accepted.get(suspect.fingerprint);
  return [
    ...(reason === undefined ? [] : [escapeMarkdown(t('Accepted in the baseline: {0}', reason))]),
    ...(advice === undefined ? [] : [escapeMarkdown(advice)]),
  ];
}

function placeText(location: Location | undefined, t: Translate): string[] {
  if (location === undefined) {
    return [];
  }
  const place = escapeMarkdown(`${location.file}:${location.line}:${location.column}`);
  return isForeignCode(location) ? [place, t('Not your code')] : [place];
}

function phases({ phases: millis }: LeakReport, t: Translate): string[] {
  const parts = phaseNames.flatMap((phase) => {
    const duration = millis[phase] ?? 0;
    return duration < 1 ? [] : [`${phaseText(phase, t)} ${durationText(duration, t)}`];
  });
  return parts.length === 0 ? [] : [escapeMarkdown(dotted(parts))];
}

/** In the order of a run. */
const phaseNames: readonly PhaseName[] = [
  'launch',
  'warmUp',
  'loop',
  'explain',
  'snapshot',
  'parse',
  'analyse',
  'watch',
  'replay',
];

function phaseText(phase: PhaseName, t: Translate): string {
  switch (phase) {
    case 'launch':
      return t('start');
    case 'warmUp':
      return t('warm-up');
    case 'loop':
      return t('loop');
    case 'explain':
      return t('tracked calls');
    case 'snapshot':
      return t('heap snapshot');
    case 'parse':
      return t('reading it');
    case 'analyse':
      return t('analysis');
    case 'watch':
      return t('watched call');
    case 'replay':
      return t('replay');
  }
}
