/** `truncated`: the input ended early; `malformed`: it is no heap snapshot, or one that contradicts itself. */
export type SnapshotErrorCode = 'truncated' | 'malformed';

/** A heap snapshot that cannot be turned into a graph; the message says where and why. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';

  constructor(
    readonly code: SnapshotErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

export function malformed(message: string): SnapshotError {
  return new SnapshotError('malformed', `Not a usable heap snapshot: ${message}.`);
}
