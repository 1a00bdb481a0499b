import type { AnyNode, CallExpression, Node } from 'acorn';
import { full } from 'acorn-walk';
import { isFunction, type FunctionTreeNode } from './functionNodes';
import { functionSites, type FunctionSite } from './functionSites';
import type { Script } from './script';
import { isTestName, isTestOfRows } from './testName';

/** A call that declares a test, in the terms of the text that runs. */
export interface TestCall {
  /** Offsets of the whole call. */
  readonly start: number;
  readonly end: number;
  /** The test's function. */
  readonly site: FunctionSite;
  /** Offset of what the function does first, at which a breakpoint notices that the test is run. */
  readonly entry: number;
  /** Whether the function is called for each row of a table. */
  readonly hasRows: boolean;
}

/** The tests that a script declares with a function written in place, outer ones before inner ones. */
export function testCalls(script: Script): readonly TestCall[] {
  const found: TestCall[] = [];
  full(script.program, (node) => {
    if (node.type === 'CallExpression') found.push(...testCall(script, node));
  });
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

function testCall(script: Script, call: CallExpression): TestCall[] {
  const names = namesIn(call.callee);
  const callback = (call.arguments as AnyNode[]).find(isFunction);
  if (callback === undefined || !isTestName(names)) return [];
  const site = functionSites(script).find(
    ({ start, end }) => start === callback.start && end === callback.end,
  );
  if (site === undefined) return [];
  const { start, end } = call;
  return [{ start, end, site, entry: entryOf(callback), hasRows: isTestOfRows(names) }];
}

/** `a.b(c).d` is a, b, d; of `(0, a.b)` what comes last counts. */
function namesIn(callee: Node): readonly string[] {
  const node = callee as AnyNode;
  switch (node.type) {
    case 'Identifier':
      return [node.name];
    case 'MemberExpression':
      return [...namesIn(node.object), ...(node.computed ? [] : namesIn(node.property))];
    case 'CallExpression':
      return namesIn(node.callee);
    case 'TaggedTemplateExpression':
      return namesIn(node.tag);
    case 'SequenceExpression':
      return namesIn(node.expressions.at(-1)!);
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return namesIn(node.expression);
    default:
      return [];
  }
}

/** Of an empty body its closing brace, where V8 stops before it returns. */
function entryOf({ body }: FunctionTreeNode): number {
  if (body.type !== 'BlockStatement') return body.start;
  const first = body.body.find(({ type }) => !/^(?:Function|Class)Declaration$/.test(type));
  return first?.start ?? body.end - 1;
}
