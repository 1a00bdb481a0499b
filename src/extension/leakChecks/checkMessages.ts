import { ownLocation } from '../../core/report/describeCause';
import type { Location } from '../../core/report/report';
import { terminalLine } from '../../core/report/terminalText';
import { describeNode } from '../leaksView/describeNode';
import type { FunctionResult } from '../leaksView/functionResult';
import type { Translate } from '../language';
import { childrenOf, rootNodes } from '../leaksView/leakChildren';
import type { CauseNode, LeakNode } from '../leaksView/leakNode';
import { reasonOf } from '../inEditor';

/** Why a check failed, as the Testing view shows it: at a line, with the chain in the place of a call stack. */
export interface CheckMessage {
  readonly text: string;
  readonly location: Location;
  readonly stack: readonly CheckFrame[];
}

export interface CheckFrame {
  readonly label: string;
  /** Absent for what is in no file. */
  readonly location?: Location;
}

/**
 * One message for each cause of a leak that is not accepted: the words of the Leaks view, at the line that adds.
 */
export function checkMessages(result: FunctionResult, t: Translate): readonly CheckMessage[] {
  const { report } = result;
  const reason = terminalLine(reasonOf(report, t));
  const all = causesIn(rootNodes({ results: [result], failures: [], failure: undefined }), t);
  const causes = all.filter(({ suspect }) => !result.accepted.has(suspect.fingerprint));
  if (causes.length === 0) {
    return [{ text: reason, location: report.function.location, stack: [] }];
  }
  return causes.map((cause) => ({
    text: [reason, ...linesOf(cause, t)].join('\n'),
    location: ownLocation(cause.suspect) ?? report.function.location,
    stack: framesOf(cause, t),
  }));
}

/** Those of installed packages stand in a group of their own. */
function causesIn(nodes: readonly LeakNode[], t: Translate): readonly CauseNode[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'cause') return [node];
    const mayHave = node.kind === 'result' || node.kind === 'foreignGroup';
    return mayHave ? causesIn(childrenOf(node, { showInternals: false, t }), t) : [];
  });
}

/** As a call stack reads: where it happens, then what is left behind, then who holds that, up to the root. */
function framesOf(cause: CauseNode, t: Translate): readonly CheckFrame[] {
  const rows = childrenOf(cause, { showInternals: false, t });
  const growth = rows.filter(({ kind }) => kind === 'growth');
  const chain = rows.filter(({ kind }) => ['nodeLinks', 'link', 'type'].includes(kind));
  return [...growth, ...chain.reverse()].map((row) => {
    const { opens } = describeNode(row, t);
    return {
      label: lineOf(row, t),
      ...(opens?.kind === 'location' ? { location: opens.location } : {}),
    };
  });
}

/** The cause as the Leaks view shows it, row by row. */
function linesOf(cause: CauseNode, t: Translate): readonly string[] {
  const rows = childrenOf(cause, { showInternals: false, t });
  return [lineOf(cause, t), ...rows.map((row) => `   ${lineOf(row, t)}`)];
}

function lineOf(node: LeakNode, t: Translate): string {
  const { label, description } = describeNode(node, t);
  return description === undefined ? label : `${label} · ${description}`;
}
