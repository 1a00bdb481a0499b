import { describeOtherRoots, isForeignCause, ownLocation } from '../../core/report/describeCause';
import { linksInsideNode } from '../../core/report/formatChain';
import type { ChainLink, StackFrame, Suspect } from '../../core/report/report';
import { arrangeCauses, plainArrangement, type CauseArrangement } from './causeArrangement';
import { factsOf } from './factsOf';
import { lineKey, type FunctionResult } from './functionResult';
import type { Translate } from '../language';
import type { CauseNode, FailureNode, LeakNode, RemedyNode, ResultNode } from './leakNode';
import type { LeaksState } from './leaksState';
import { failureKey } from './openFailures';
import { plainText } from '../plainText';
import { remediesOf } from '../run/remediesOf';
import { takesArguments } from '../run/runRequest';
import { adviceOf } from '../inEditor';

export interface ChildOptions {
  /** Whether V8's own links of a chain are shown. */
  readonly showInternals: boolean;
  /** Absent: every cause, as in the report. */
  readonly arrangement?: CauseArrangement;
  readonly t: Translate;
}

/** What the top rows are about. */
export type Shown = Pick<LeaksState, 'results' | 'failures' | 'failure'>;

/** The top rows: what went wrong last, one row for every function, newest first, and what went wrong before. */
export function rootNodes({ failure, failures, results }: Shown): readonly LeakNode[] {
  const failed = failures.map((each): LeakNode => ({
    kind: 'failure',
    id: `failure:${failureKey(each)}`,
    failure: each,
  }));
  const newest = failure === undefined ? 0 : 1;
  return [
    ...failed.slice(0, newest),
    ...results.map((result): LeakNode => ({ kind: 'result', id: result.key, result })),
    ...failed.slice(newest),
  ];
}

/** The rows below one row. Pure, and cheap enough to be asked again at every refresh. */
export function childrenOf(node: LeakNode, options: ChildOptions): readonly LeakNode[] {
  switch (node.kind) {
    case 'result':
      return resultChildren(node, options);
    case 'foreignGroup':
      return causeNodes(node, node.result, node.suspects, false);
    case 'cause':
      return causeChildren(node, options);
    case 'growth':
      return node.site === undefined ? [] : frameNodes(node, node.site.stack);
    case 'nodeLinks':
      return linkNodes(node, node.id, node.suspect, node.links);
    case 'allocation':
      return frameNodes(node, node.site.stack);
    case 'passengers':
      return node.passengers.map((passenger, index) => ({
        kind: 'passenger',
        id: `${node.id}/${index}`,
        parent: node,
        passenger,
      }));
    case 'notExcluded':
      return node.items.map((text, index) => ({
        kind: 'fact',
        id: `${node.id}/${index}`,
        parent: node,
        fact: 'notExcluded',
        text,
      }));
    case 'failure':
      return failureChildren(node);
    case 'instances':
      return node.instances.map((instance): LeakNode => {
        return { kind: 'instance', id: `${node.id}/${instance.id}`, parent: node, instance };
      });
    case 'instance':
      return node.instance.referredBy.map((referrer, index): LeakNode => {
        return { kind: 'referrer', id: `${node.id}/${index}`, parent: node, referrer };
      });
    case 'filtered':
    case 'referrer':
    case 'goneCause':
    case 'link':
    case 'type':
    case 'frame':
    case 'captured':
    case 'passenger':
    case 'otherRoots':
    case 'shared':
    case 'call':
    case 'fact':
    case 'remedy':
      return [];
  }
}

/** More is in the log. */
const mostPrintedLines = 5;

/** What the program printed last says more than that it went; then what helps. */
function failureChildren(parent: FailureNode): readonly LeakNode[] {
  const { failure } = parent;
  const printed = (failure.stderr ?? []).filter((line) => line.trim() !== '');
  const text = plainText(printed.slice(-mostPrintedLines).join(' ⏎ '), 500);
  return [
    ...(text === ''
      ? []
      : [
          { kind: 'fact', id: 'failure/printed', parent, fact: 'printed', text } satisfies LeakNode,
        ]),
    ...remediesOf(failure).map((remedy): RemedyNode => {
      return { kind: 'remedy', id: `failure/${remedy}`, parent, remedy, failure };
    }),
  ];
}

function resultChildren(parent: ResultNode, options: ChildOptions): LeakNode[] {
  const { arrangement = plainArrangement, t } = options;
  const { result, id } = parent;
  const { suspects } = result.report;
  const shown = arrangeCauses(suspects, arrangement);
  const left = suspects.length - shown.length;
  const own = shown.filter((suspect) => !isForeignCause(suspect));
  const foreign = shown.filter(isForeignCause);
  const group: LeakNode[] =
    foreign.length === 0
      ? []
      : [{ kind: 'foreignGroup', id: `${id}/foreign`, parent, result, suspects: foreign }];
  const { filter } = arrangement;
  const filtered: LeakNode[] =
    left === 0 ? [] : [{ kind: 'filtered', id: `${id}/filtered`, parent, count: left, filter }];
  return [
    ...causeNodes(parent, result, acceptedLast(own, result), true),
    ...group,
    ...filtered,
    ...result.gone.map((cause, index): LeakNode => {
      return { kind: 'goneCause', id: `${id}/gone/${index}`, parent, cause };
    }),
    ...factsOf(parent, t),
    ...(takesArguments(result.request, result.report.function.kind)
      ? [{ kind: 'call', id: `${id}/call`, parent, result } satisfies LeakNode]
      : []),
  ];
}

/** What is accepted stays listed, below what is to be done. */
function acceptedLast(suspects: readonly Suspect[], { accepted }: FunctionResult): Suspect[] {
  const isAccepted = ({ fingerprint }: Suspect) => Number(accepted.has(fingerprint));
  return [...suspects].sort((one, other) => isAccepted(one) - isAccepted(other));
}

/** Equal fingerprints (which would make equal ids) are told apart by their order in the report. */
function causeNodes(
  parent: LeakNode,
  result: FunctionResult,
  suspects: readonly Suspect[],
  expandsFirst: boolean,
): CauseNode[] {
  return suspects.map((suspect, index) => {
    const equal = result.report.suspects.filter((each) => each.fingerprint === suspect.fingerprint);
    const count = equal.indexOf(suspect);
    const suffix = count < 1 ? '' : `#${count}`;
    const id = `${result.key}/cause/${suspect.fingerprint}${suffix}`;
    return { kind: 'cause', id, parent, result, suspect, isFirst: expandsFirst && index === 0 };
  });
}

function causeChildren(parent: CauseNode, options: ChildOptions): LeakNode[] {
  const { suspect, result, id } = parent;
  const { growthSite, allocationSite, captured = [], passengers, instances = [] } = suspect;
  const otherRoots = describeOtherRoots(suspect);
  const advice = adviceOf(suspect, options.t);
  const others = result.report.suspects.filter(
    (other) => other !== suspect && suspect.alsoHeldBy.includes(other.fingerprint),
  );
  const location = growthSite === undefined ? undefined : ownLocation(suspect);
  const lineText =
    location === undefined
      ? undefined
      : result.lineTexts.get(lineKey(location.file, location.line));
  const rows: (LeakNode | undefined)[] = [
    { kind: 'growth', id: `${id}/growth`, parent, site: growthSite, lineText, location },
    ...chainNodes(parent, options),
    { kind: 'type', id: `${id}/type`, parent, suspect },
    allocationSite && { kind: 'allocation', id: `${id}/allocation`, parent, site: allocationSite },
    ...captured.map((variable, index): LeakNode => {
      return { kind: 'captured', id: `${id}/captured/${index}`, parent, variable };
    }),
    passengers.length === 0
      ? undefined
      : { kind: 'passengers', id: `${id}/passengers`, parent, passengers },
    instances.length === 0
      ? undefined
      : { kind: 'instances', id: `${id}/instances`, parent, instances },
    otherRoots && { kind: 'otherRoots', id: `${id}/otherRoots`, parent, names: otherRoots },
    others.length === 0
      ? undefined
      : { kind: 'shared', id: `${id}/shared`, parent, suspect, others },
    advice === undefined
      ? undefined
      : { kind: 'fact', id: `${id}/advice`, parent, fact: 'advice', text: advice },
  ];
  return rows.filter((row) => row !== undefined);
}

/**
 * The chain without its end, which has a row of its own; V8's own objects are left out and the way
 * through Node to the user's first object is one row, unless everything is asked for.
 */
function chainNodes(parent: CauseNode, { showInternals }: ChildOptions): LeakNode[] {
  const { suspect, id } = parent;
  const links = suspect.chain.slice(0, -1);
  if (showInternals) {
    return linkNodes(parent, `${id}/link`, suspect, links);
  }
  const shown = links.filter((link) => link.internal !== true);
  const folded = linksInsideNode(shown);
  const inside: LeakNode[] =
    folded === 0
      ? []
      : [{ kind: 'nodeLinks', id: `${id}/node`, parent, links: shown.slice(0, folded), suspect }];
  return [...inside, ...linkNodes(parent, `${id}/link`, suspect, shown.slice(folded))];
}

function linkNodes(
  parent: LeakNode,
  prefix: string,
  suspect: Suspect,
  links: readonly ChainLink[],
): LeakNode[] {
  return links.map((link, index) => {
    return { kind: 'link', id: `${prefix}/${index}`, parent, link, suspect };
  });
}

/** A single frame is the row itself. */
function frameNodes(parent: LeakNode, stack: readonly StackFrame[]): LeakNode[] {
  return stack.length < 2
    ? []
    : stack.map((frame, index) => ({ kind: 'frame', id: `${parent.id}/${index}`, parent, frame }));
}
