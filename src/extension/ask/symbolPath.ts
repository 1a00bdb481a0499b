/** The part of `vscode.DocumentSymbol` that is looked at. */
export interface NamedRange<Position> {
  readonly name: string;
  readonly range: { contains(position: Position): boolean };
  readonly children: readonly NamedRange<Position>[];
}

/** `Server.handle`: the names of all symbols around a position, outermost first; '' outside of any. */
export function symbolPath<Position>(
  symbols: readonly NamedRange<Position>[],
  position: Position,
): string {
  const around = symbols.find((symbol) => symbol.range.contains(position));
  if (around === undefined) {
    return '';
  }
  const inner = symbolPath(around.children, position);
  return inner === '' ? around.name : `${around.name}.${inner}`;
}
