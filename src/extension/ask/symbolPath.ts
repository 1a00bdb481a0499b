/** The part of `vscode.DocumentSymbol` that is looked at. */
export interface NamedRange<Position> {
  readonly name: string;
  readonly range: { contains(position: Position): boolean };
  readonly children: readonly NamedRange<Position>[];
}

/**
 * `Server.handle`: the names of all symbols around a position, outermost first; '' outside of any. What is named
 * once more inside, as in `exports.handle = function handle() {}`, is the same from its first letter to its last.
 */
export function symbolPath<Position>(
  symbols: readonly NamedRange<Position>[],
  position: Position,
): string {
  const around = symbols.find((symbol) => symbol.range.contains(position));
  if (around === undefined) {
    return '';
  }
  const inner = symbolPath(around.children, position);
  const { name } = around;
  if (inner === '') {
    return name;
  }
  return inner === name || inner.startsWith(`${name}.`) ? inner : `${name}.${inner}`;
}
