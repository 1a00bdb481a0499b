import type { Location, Suspect } from '../../core/report/report';
import { describeNode } from '../leaksView/describeNode';
import type { FunctionResult } from '../leaksView/functionResult';
import type { Translate } from '../language';
import { childrenOf } from '../leaksView/leakChildren';
import type { CauseNode, LeakNode } from '../leaksView/leakNode';
import type { RowDescription } from '../leaksView/rowDescription';

export interface CauseRow {
  readonly node: LeakNode;
  readonly row: RowDescription;
  /** Where choosing the row leads to. */
  readonly location?: Location;
}

/** What the Leaks view shows below a cause, for whatever else shows it: one text in one order everywhere. */
export function causeRows(
  result: FunctionResult,
  suspect: Suspect,
  t: Translate,
): readonly CauseRow[] {
  const cause: CauseNode = { kind: 'cause', id: '', result, suspect, isFirst: false };
  return childrenOf(cause, { showInternals: false, t }).map((node) => {
    const row = describeNode(node, t);
    return row.opens?.kind === 'location'
      ? { node, row, location: row.opens.location }
      : { node, row };
  });
}
