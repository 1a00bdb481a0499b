import type { FunctionResult } from '../../src/extension/leaksView/functionResult';
import type { CauseArrangement } from '../../src/extension/leaksView/causeArrangement';
import { describeNode } from '../../src/extension/leaksView/describeNode';
import { childrenOf, rootNodes, type Shown } from '../../src/extension/leaksView/leakChildren';
import type { LeakNode } from '../../src/extension/leaksView/leakNode';
import type { RunFailure } from '../../src/extension/run/runFailure';
import { english } from './fakeTranslate';

/** The whole tree as indented text, collapsed rows included; the leak root is marked with `▸`. */
export function treeText(
  results: readonly FunctionResult[],
  failure?: RunFailure,
  showInternals = false,
  arrangement?: CauseArrangement,
): string {
  const options = {
    showInternals,
    t: english,
    ...(arrangement === undefined ? {} : { arrangement }),
  };
  const lines: string[] = [];
  const visit = (node: LeakNode, depth: number): void => {
    const { label, description, isHighlighted } = describeNode(node, english);
    const mark = isHighlighted === true ? '▸ ' : '';
    const text = description === undefined ? label : `${label} | ${description}`;
    lines.push(`${'  '.repeat(depth)}${mark}${text}`);
    for (const child of childrenOf(node, options)) {
      visit(child, depth + 1);
    }
  };
  rootNodes(shown(results, failure)).forEach((node) => visit(node, 0));
  return lines.join('\n');
}

/** All rows, depth first. */
export function allNodes(results: readonly FunctionResult[], failure?: RunFailure): LeakNode[] {
  const visit = (node: LeakNode): LeakNode[] => [
    node,
    ...childrenOf(node, { showInternals: true, t: english }).flatMap(visit),
  ];
  return rootNodes(shown(results, failure)).flatMap(visit);
}

/** Results, of which the last run may have failed. */
export function shown(results: readonly FunctionResult[], failure?: RunFailure): Shown {
  return { results, failure, failures: failure === undefined ? [] : [failure] };
}
