import type { AnyNode } from 'acorn';
import { full } from 'acorn-walk';
import { functionAround, type FunctionSite } from './functionSites';
import type { GeneratedPosition } from './location';
import { skipTrivia, type Script } from './script';

/** A place in a function where V8 can stop: the start of a statement, or a call. */
export interface ExecutionStep {
  /** Where V8 counts it to be: a call at its last name, or at its parenthesis. */
  readonly position: GeneratedPosition;
  /** Where a reader looks for it: the start of the statement, or of the call's expression. */
  readonly start: GeneratedPosition;
}

/** The steps of one function, without those of functions nested in it, in the order of the text. */
export function executionSteps(script: Script, site: FunctionSite): readonly ExecutionStep[] {
  const starts = new Map<number, number>([[site.bodyStart, site.bodyStart]]);
  full(script.program, (node) => {
    if (node.start < site.bodyStart || node.end > site.end) return;
    const offset = stopOffset(script, node);
    if (offset === undefined || functionAround(script, node.start) !== site) return;
    if (!starts.has(offset)) starts.set(offset, node.start);
  });
  return [...starts]
    .sort(([a], [b]) => a - b)
    .map(([offset, start]) => ({
      position: script.lines.positionAt(offset),
      start: script.lines.positionAt(start),
    }));
}

/** Measured: V8 stops before a call at the name that is called, at its parenthesis where there is none. */
function stopOffset(script: Script, node: AnyNode): number | undefined {
  switch (node.type) {
    case 'CallExpression': {
      const { callee } = node;
      if (callee.type === 'Identifier') return callee.start;
      if (callee.type === 'MemberExpression' && !callee.computed) return callee.property.start;
      return skipTrivia(script, callee.end);
    }
    case 'NewExpression':
    case 'TaggedTemplateExpression':
      return node.start;
    case 'BlockStatement':
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'EmptyStatement':
      return undefined;
    default:
      return /(Statement|Declaration)$/.test(node.type) ? node.start : undefined;
  }
}
