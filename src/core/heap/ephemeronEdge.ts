/** An entry of a WeakMap, as V8 tells it in the name of an internal edge to the entry's value. */
export interface EphemeronEdge {
  /** Object id of the WeakMap's backing store. */
  readonly tableId: number;
}

const start = /^\d+ \/ part of key \(/;
const separator = ' pair in WeakMap (table @';
const end = /^(\d+)\)$/;

/**
 * Reads names such as `3 / part of key (Object @5843) -> value (Val @49451) pair in WeakMap (table @64461)`,
 * the same in Node 18 to 26. Class names of the program stand in it, so only start and end are looked at.
 */
export function parseEphemeronEdge(name: string): EphemeronEdge | undefined {
  if (!start.test(name)) return undefined;
  const at = name.lastIndexOf(separator);
  const id = at === -1 ? undefined : end.exec(name.slice(at + separator.length))?.[1];
  return id === undefined ? undefined : { tableId: Number(id) };
}

/** Whether it leads from a WeakMap's key, or its table, to the value. */
export function isEphemeronEdge(name: string): boolean {
  return parseEphemeronEdge(name) !== undefined;
}
