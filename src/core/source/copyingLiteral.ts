import type { AnyNode } from 'acorn';
import { full } from 'acorn-walk';
import { keyName } from './functionBinding';
import { functionAround } from './functionSites';
import type { GeneratedPosition } from './location';
import type { Script } from './script';

/**
 * The literal that makes a longer copy (`[...list, x]`, `{ ...byId, [id]: x }`) in the statement
 * around a position. Undefined where there is none, or more than one that could be it.
 *
 * @param key of the property that the copy becomes, where it is part of something
 */
export function copyingLiteral(
  script: Script,
  position: GeneratedPosition,
  key: string | undefined,
): GeneratedPosition | undefined {
  const offset = script.lines.offsetAt(position);
  const site = functionAround(script, offset);
  const around = statementAround(script, offset);
  const isOwn = (node: AnyNode): boolean =>
    isWithin(around, node) && functionAround(script, node.start) === site;
  const literals: AnyNode[] = [];
  const places: AnyNode[] = [];
  full(script.program, (node) => {
    if (isCopy(node) && isOwn(node)) literals.push(node);
    const isPlace = node.type === 'Property' && keyName(script, node) === key;
    if (isPlace && isOwn(node)) places.push(node.value);
  });
  const fitting =
    key === undefined
      ? literals
      : literals.filter((each) => places.some((place) => isWithin(place, each)));
  const [only] = fitting;
  return only === undefined || fitting.length > 1 ? undefined : script.lines.positionAt(only.start);
}

function isCopy(node: AnyNode): boolean {
  if (node.type === 'ArrayExpression')
    return node.elements.some((element) => element?.type === 'SpreadElement');
  return (
    node.type === 'ObjectExpression' && node.properties.some(({ type }) => type === 'SpreadElement')
  );
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The innermost statement, or the value of an arrow function. */
function statementAround(script: Script, offset: number): Range {
  let innermost: Range = script.program;
  full(script.program, (node) => {
    const isArrow = node.type === 'ArrowFunctionExpression' && node.expression;
    const range = isArrow ? node.body : isStatement(node) ? node : undefined;
    if (range === undefined || range.start > offset || offset >= range.end) return;
    if (range.end - range.start < innermost.end - innermost.start) innermost = range;
  });
  return innermost;
}

function isStatement({ type }: AnyNode): boolean {
  return /(Statement|Declaration)$/.test(type);
}

function isWithin(outer: Range, { start, end }: Range): boolean {
  return outer.start <= start && end <= outer.end;
}
