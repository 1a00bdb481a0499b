import type { AnyNode, CallExpression, Identifier, Node } from 'acorn';
import { findNodeAt, full } from 'acorn-walk';
import { isFunction, type FunctionTreeNode } from './functionNodes';
import { functionSites, type FunctionSite } from './functionSites';
import type { Script } from './script';
import { isTestName, isTestOfRows } from './testName';

/** A call that declares a test, in the terms of the text that runs. */
export interface TestCall {
  /**
   * Offset of the first name in what is called: where a compiler writes `(0, runner.it)(…)`, its source maps
   * know nothing of the bracket before it.
   */
  readonly start: number;
  /** Offset at which the call ends. */
  readonly end: number;
  /** The test's function. */
  readonly site: FunctionSite;
  /** Offset of what the function does first, at which a breakpoint notices that the test is run. */
  readonly entry: number;
  /** Whether the function is called for each row of a table. */
  readonly hasRows: boolean;
  /** Offsets at which the rows begin that are written in the call. */
  readonly rows: readonly number[];
}

/**
 * The tests that a script declares, outer ones before inner ones: with a function written in place, or by the
 * name of the only function that has it.
 */
export function testCalls(script: Script): readonly TestCall[] {
  const found: TestCall[] = [];
  full(script.program, (node) => {
    if (node.type === 'CallExpression') found.push(...testCall(script, node));
  });
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

function testCall(script: Script, call: CallExpression): TestCall[] {
  const called = namesIn(call.callee);
  const names = called.map(({ name }) => name);
  const found = isTestName(names) ? testFunction(script, call) : undefined;
  if (found === undefined) return [];
  const [{ start }] = called as [Identifier];
  const { end } = call;
  const hasRows = isTestOfRows(names);
  return [{ start, end, ...found, hasRows, rows: hasRows ? rowsIn(call.callee) : [] }];
}

function testFunction(
  script: Script,
  { arguments: given }: CallExpression,
): Pick<TestCall, 'site' | 'entry'> | undefined {
  const sites = functionSites(script);
  const inPlace = (given as AnyNode[]).find(isFunction);
  if (inPlace !== undefined) {
    const own = sites.find(({ start, end }) => start === inPlace.start && end === inPlace.end);
    return own && { site: own, entry: entryOf(inPlace) };
  }
  const name = given.slice(1).find(({ type }) => type === 'Identifier') as Identifier | undefined;
  const [site, ...others] = sites.filter((each) => each.name === name?.name);
  if (name === undefined || site === undefined || others.length > 0) return undefined;
  const node = functionAt(script, site);
  return node && { site, entry: entryOf(node) };
}

function functionAt(script: Script, { start, end }: FunctionSite): FunctionTreeNode | undefined {
  const found = findNodeAt(script.program, start, end, (_type, node) => isFunction(node));
  return found?.node as FunctionTreeNode | undefined;
}

/** Of `it.each([…])` the elements; of a tagged template as many values as there are headings make a row. */
function rowsIn(callee: Node): readonly number[] {
  const node = callee as AnyNode;
  if (node.type === 'TaggedTemplateExpression') {
    const { quasis, expressions } = node.quasi;
    const columns = quasis[0]!.value.raw.split('|').length;
    return expressions.filter((_value, at) => at % columns === 0).map(({ start }) => start);
  }
  if (node.type !== 'CallExpression') return [];
  const [table] = node.arguments;
  return table?.type === 'ArrayExpression'
    ? table.elements.flatMap((element) => element?.start ?? [])
    : [];
}

/** `a.b(c).d` is a, b, d; of `(0, a.b)` what comes last counts. */
function namesIn(callee: Node): readonly Identifier[] {
  const node = callee as AnyNode;
  switch (node.type) {
    case 'Identifier':
      return [node];
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
