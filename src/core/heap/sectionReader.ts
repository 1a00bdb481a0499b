/** Reads one value of the snapshot's top-level object, chunk by chunk. */
export interface SectionReader {
  /** True once the value has been read to its end. */
  readonly done: boolean;
  /**
   * Reads on from `bytes[from]`, at most to `to` (exclusive).
   *
   * @returns where the next reader goes on: `to` while the value has not ended
   * @throws SnapshotError
   */
  read(bytes: Uint8Array, from: number, to: number): number;
}

/** Character codes. */
export const Char = {
  Tab: 9,
  LineFeed: 10,
  CarriageReturn: 13,
  Space: 32,
  Quote: 34,
  Comma: 44,
  Minus: 45,
  Zero: 48,
  Colon: 58,
  OpenBracket: 91,
  Backslash: 92,
  CloseBracket: 93,
  OpenBrace: 123,
  CloseBrace: 125,
} as const;

export function isWhitespace(char: number): boolean {
  return (
    char === Char.Space ||
    char === Char.LineFeed ||
    char === Char.CarriageReturn ||
    char === Char.Tab
  );
}
