/** A symbol as VS Code's outline has it, as far as it matters here; `kind` is a `vscode.SymbolKind`. */
export interface OutlineSymbol<Range> {
  readonly kind: number;
  readonly selectionRange: Range;
  readonly children: readonly OutlineSymbol<Range>[];
}

/** `vscode.SymbolKind`: Method, Constructor, Function. */
const functionKinds = [5, 8, 11];

/** The functions of a file, without those inside other functions, which exist only while these run. */
export function functionsOf<Range>(
  symbols: readonly OutlineSymbol<Range>[],
): readonly OutlineSymbol<Range>[] {
  return symbols.flatMap((symbol) =>
    functionKinds.includes(symbol.kind) ? [symbol] : functionsOf(symbol.children),
  );
}
