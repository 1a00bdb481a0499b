import type { FunctionResult } from './functionResult';
import type { LeakNode } from './leakNode';

/** The result that a row belongs to. */
export function resultOf(node: LeakNode | undefined): FunctionResult | undefined {
  if (node === undefined) {
    return undefined;
  }
  return 'result' in node ? node.result : resultOf(node.parent);
}
