import { describeCause, describeGoneCause } from './describeCauseNode';
import { describeCauseRow } from './describeCauseRow';
import { describeFailure, describeRemedy } from './describeFailure';
import { describeFact, describeNotExcluded } from './describeFact';
import { describeInstance, describeInstances, describeReferrer } from './describeInstance';
import {
  describeCall,
  describeFiltered,
  describeForeignGroup,
  describeResult,
} from './describeResult';
import type { Translate } from '../language';
import type { LeakNode } from './leakNode';
import type { RowDescription } from './rowDescription';

/** What one row of the Leaks view says. */
export function describeNode(node: LeakNode, t: Translate): RowDescription {
  switch (node.kind) {
    case 'result':
      return describeResult(node, t);
    case 'call':
      return describeCall(node, t);
    case 'foreignGroup':
      return describeForeignGroup(node, t);
    case 'cause':
      return describeCause(node, t);
    case 'goneCause':
      return describeGoneCause(node, t);
    case 'filtered':
      return describeFiltered(node, t);
    case 'instances':
      return describeInstances(node, t);
    case 'instance':
      return describeInstance(node, t);
    case 'referrer':
      return describeReferrer(node, t);
    case 'fact':
      return describeFact(node, t);
    case 'notExcluded':
      return describeNotExcluded(node, t);
    case 'failure':
      return describeFailure(node, t);
    case 'remedy':
      return describeRemedy(node, t);
    case 'growth':
    case 'nodeLinks':
    case 'link':
    case 'type':
    case 'allocation':
    case 'frame':
    case 'captured':
    case 'passengers':
    case 'passenger':
    case 'otherRoots':
    case 'shared':
      return describeCauseRow(node, t);
  }
}
