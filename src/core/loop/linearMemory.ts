/** What V8 accounts for outside its heap, in bytes. */
export interface OutsideBytes {
  readonly external: number;
  readonly arrayBuffers: number;
}

/** Node's own modules of WebAssembly take 1.8 MB. */
const leastOfProgram = 4 * 1024 * 1024;
/** What a call must use of it at least, to have used all of it up when these calls are made. */
const usedPerCall = 1024;

/**
 * The bytes that V8 accounts for outside its heap and that are no buffers: the linear memory of WebAssembly. What
 * calls use of it does not show until all of it is used.
 */
export function linearMemory({ external, arrayBuffers }: OutsideBytes): number {
  const bytes = external - arrayBuffers;
  return bytes >= leastOfProgram ? bytes : 0;
}

/** Calls that leave nothing free of it, where each leaves a kilobyte. (SQLite kept 4 kB a call: 4,600 calls.) */
export function callsToUseUp(linearBytes: number): number {
  return linearBytes / usedPerCall;
}
