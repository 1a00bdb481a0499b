// Runs inside the target. Tells whether a container holds anything that another did not: what is
// copied on write is replaced by many assignments, of which only one adds.
// Every intrinsic is captured now, before the program could replace it, and nothing here runs code of the program.
(function createCopies(require) {
  'use strict';
  const { types } = require('node:util');
  const { apply, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
  const { Array, Map, Object, Set } = globalThis;
  const { isArray } = Array;
  const objectPrototype = Object.prototype;
  const { forEach: forEachEntry } = Map.prototype;
  const { forEach: forEachElement } = Set.prototype;
  const sizeOfMap = getOwnPropertyDescriptor(Map.prototype, 'size').get;
  const sizeOfSet = getOwnPropertyDescriptor(Set.prototype, 'size').get;
  const { get: mapGet, has: mapHas, set: mapSet } = Map.prototype;
  /** A copy in a copy in a copy, as reducers make them of nested state. */
  const deepest = 4;
  /** Comparing takes about a millisecond for so many; of more the watch does not say that they are copies. */
  const mostElements = 100_000;

  function isObject(value) {
    return typeof value === 'object' && value !== null && !types.isProxy(value);
  }

  /** Elements of an array, map or set; undefined for everything else. */
  function sizeOf(value) {
    if (!isObject(value)) return undefined;
    if (isArray(value)) return getOwnPropertyDescriptor(value, 'length').value;
    if (types.isMap(value)) return apply(sizeOfMap, value, []);
    if (types.isSet(value)) return apply(sizeOfSet, value, []);
    return undefined;
  }

  /** Keys and values of a map or plain object, or elements of a list and how often each is in it. */
  function contentsOf(value) {
    if (!isObject(value) || (sizeOf(value) ?? 0) > mostElements) return undefined;
    const contents = new Map();
    const put = (key, element) => apply(mapSet, contents, [key, element]);
    const count = (element) => put(element, (apply(mapGet, contents, [element]) ?? 0) + 1);
    if (isArray(value)) {
      for (let at = 0; at < value.length; at++) count(getOwnPropertyDescriptor(value, at)?.value);
      return { kind: 'list', contents };
    }
    if (types.isMap(value)) {
      apply(forEachEntry, value, [(element, key) => put(key, element)]);
      return { kind: 'keyed', contents };
    }
    if (types.isSet(value)) {
      apply(forEachElement, value, [count]);
      return { kind: 'list', contents };
    }
    const prototype = getPrototypeOf(value);
    if (prototype !== objectPrototype && prototype !== null) return undefined;
    const keys = ownKeys(value);
    if (keys.length === 0) return undefined; // as likely something to keep as something that keeps
    for (let at = 0; at < keys.length; at++)
      put(keys[at], getOwnPropertyDescriptor(value, keys[at])?.value);
    return { kind: 'keyed', contents };
  }

  /** Something in a list, map or set that was not in the old one; undefined where that cannot be told. */
  function additionTo(old, next) {
    if (sizeOf(next) === undefined) return undefined;
    const more = contentsOf(next);
    const known = more && contentsOf(old);
    if (known === undefined || known.kind !== more.kind) return undefined;
    let added;
    const compare = (value, key) => {
      const element = more.kind === 'list' ? key : value;
      if (!apply(mapHas, known.contents, [key])) added = element;
    };
    apply(forEachEntry, more.contents, [compare]);
    return added;
  }

  /** Whether all that is in `next` is in `old` as well; false where that cannot be told. */
  function addsNothing(old, next, depth = deepest) {
    if (old === next) return true;
    if (depth === 0) return false;
    const more = contentsOf(next);
    const known = more && contentsOf(old);
    if (known === undefined || known.kind !== more.kind) return false;
    let isCopy = true;
    const compare = (value, key) => {
      if (!isCopy) return;
      const before = apply(mapGet, known.contents, [key]);
      isCopy =
        apply(mapHas, known.contents, [key]) &&
        (more.kind === 'list'
          ? value <= before
          : value === before || typeof value !== 'object' || addsNothing(before, value, depth - 1));
    };
    apply(forEachEntry, more.contents, [compare]);
    return isCopy;
  }

  return { additionTo, addsNothing, sizeOf };
});
