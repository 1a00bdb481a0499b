import type { Cause } from './causes';
import type { Listening } from './listening';
import type { Slice } from './partOfWhole';
import type { CapturedVariable } from '../report/report';
import { said, sized, type Sentence } from '../report/sentence';

/**
 * One sentence where the structure makes it certain what is missing; else nothing.
 *
 * @param slice what the first survivor has in use of something that it keeps whole
 * @param captured variables that the first survivor keeps by way of scopes
 */
export function growthAdvice(
  cause: Cause,
  slice?: Slice,
  captured: readonly CapturedVariable[] = [],
): Sentence | undefined {
  const { heldBy, holder, listening, ownerType, keepsItself } = cause;
  if (listening !== undefined) return listeningAdvice(listening);
  switch (heldBy) {
    case 'timer':
      return said`Each call starts a timer that is never cleared: keep what it returns and call clearInterval or clearTimeout.`;
    case 'promise':
      return said`Each call waits for a promise that has not settled: settle it, or give the wait an end of its own.`;
    case 'finalizer':
      return keepsItself === true
        ? said`What is registered is reached from its own held value and so is never collected: hold a value that does not refer to it.`
        : undefined;
    default:
      break;
  }
  if (holder.name === 'native code') {
    return said`Native code holds it by a handle of its own, no JavaScript reference explains it: close, release or unregister what it was given to.`;
  }
  if (holder.name === 'active handles') {
    return said`Each call opens something that stays open: close, end or destroy it when it has done its work.`;
  }
  if (holder.name === 'import cache') {
    return said`A module is never unloaded, and with another query string it is another module: import it by a fixed URL.`;
  }
  if (cause.type.kind === 'symbol' && heldBy === 'global') {
    return said`Symbol.for keeps each symbol for ever: call it with a fixed name, or make a Symbol that is not registered.`;
  }
  return (
    streamAdvice(cause) ??
    sliceAdvice(slice) ??
    collectionAdvice(ownerType) ??
    capturedAdvice(captured)
  );
}

function capturedAdvice(captured: readonly CapturedVariable[]): Sentence | undefined {
  const unread = captured.find(({ usedBy }) => usedBy?.length === 0);
  return unread === undefined
    ? undefined
    : said`Nothing reads ${unread.name} any more; it is kept because a function that is kept was made in the same scope: clear the variable when it has served, or make the function where it is not in scope.`;
}

function sliceAdvice(slice: Slice | undefined): Sentence | undefined {
  if (slice === undefined) return undefined;
  const { partBytes, wholeBytes } = slice;
  return partBytes === undefined
    ? said`A slice keeps the whole string of ${sized(wholeBytes)} that it was cut from: if it is short, keep a copy of it (structuredClone makes one).`
    : said`A view of ${sized(partBytes)} keeps the whole buffer of ${sized(wholeBytes)}: if only that part is needed, keep a copy of it (Buffer.from, or slice of a typed array, makes one).`;
}

function listeningAdvice({ by }: Listening): Sentence {
  switch (by) {
    case 'EventEmitter':
      return said`Each call adds a listener and nothing removes it: call removeListener (off) when it has done its work, or add it once.`;
    case 'EventTarget':
      return said`Each call adds a listener and nothing removes it: call removeEventListener when it has done its work, or add it once.`;
    case 'diagnostics channel':
      return said`Each call subscribes and nothing unsubscribes: call unsubscribe when it has done its work, or subscribe once.`;
  }
}

/** The buffers of Node's streams. */
function streamAdvice({ chain }: Cause): Sentence | undefined {
  const edges = chain.map(({ edge }) => edge?.name);
  const isRead = edges.includes('_readableState');
  if (isRead && edges.includes('pipes')) {
    return said`Each call pipes the stream to one more and nothing unpipes it: call unpipe when that one has enough, or pipe it once.`;
  }
  if (isRead)
    return said`What is pushed into the stream is never read: consume it (pipe, for await, resume) or destroy it.`;
  if (edges.includes('_writableState'))
    return said`What is written waits in the stream: consume what comes out of it, or stop writing until it drains.`;
  return undefined;
}

function collectionAdvice(ownerType: string): Sentence | undefined {
  switch (ownerType) {
    case 'Map':
      return said`Entries are set and never deleted: delete them, bound the map, or use a WeakMap if the keys are objects.`;
    case 'Set':
      return said`Values are added and never deleted: delete them, bound the set, or use a WeakSet if they are objects.`;
    default:
      return undefined;
  }
}
