// Runs inside the target. Evaluates to a factory of captures: each keeps what the next real call of a
// function is made with, and knows which of it can be used only once. No getter and no trap of the
// program runs. Every intrinsic is captured now, before the program could replace it.
(function createCapture(require) {
  'use strict';
  const { isProxy } = require('node:util').types;
  const Stream = require('node:stream');
  const { isReadable } = Stream;
  const { apply, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
  const { slice } = Array.prototype;
  const { isPrototypeOf } = Object.prototype;
  const { asyncIterator } = Symbol;
  const { Promise, Map, Set } = globalThis;
  const { isArray } = Array;
  const { forEach: forEachOfMap } = Map.prototype;
  const { forEach: forEachOfSet } = Set.prototype;
  const { isMap, isSet } = require('node:util').types;
  const { stringify } = JSON;
  const iterators = getPrototypeOf(getPrototypeOf([][Symbol.iterator]()));
  const asyncIterators = getPrototypeOf(getPrototypeOf(getPrototypeOf((async function* () {})())));
  /** Node loads what is behind these names when they are first asked for. */
  const bodies = ['Request', 'Response'].map((name) => ({
    name,
    global: getOwnPropertyDescriptor(globalThis, name),
  }));
  /** Containers in containers: `jobs[0].socket` of `({ jobs })`. */
  const mostLevels = 3;
  const mostValues = 2_000;

  function isObject(value) {
    const type = typeof value;
    return (type === 'object' && value !== null) || type === 'function';
  }

  function ownValue(object, key) {
    return getOwnPropertyDescriptor(object, key)?.value;
  }

  /** A stream, an iterator, a body, or what stands for something of the system's: a socket, a request, a server. */
  function isOneShot(value) {
    if (apply(isPrototypeOf, Stream.prototype, [value])) return true;
    if (apply(isPrototypeOf, iterators, [value])) return true;
    if (apply(isPrototypeOf, asyncIterators, [value])) return true;
    if (isObject(ownValue(value, '_handle'))) return true;
    if (hasBody(value)) return true;
    return asyncIterator in value && 'getReader' in value && isReadable(value) !== null;
  }

  /** A `Request` or `Response` of `fetch`: what it carries is read once. */
  function hasBody(value) {
    for (let at = 0; at < bodies.length; at++) {
      const { name, global } = bodies[at];
      if (global === undefined || !inherits(value, name)) continue;
      const { prototype } =
        global.get === undefined ? global.value : apply(global.get, globalThis, []);
      if (!apply(isPrototypeOf, prototype, [value])) continue;
      try {
        return apply(getOwnPropertyDescriptor(prototype, 'body').get, value, []) !== null;
      } catch {
        // It only inherits from one.
      }
    }
    return false;
  }

  function inherits(value, name) {
    for (let each = value; each !== null && !isProxy(each); each = getPrototypeOf(each))
      if (classNameOf(each) === name) return true;
    return false;
  }

  function classNameOf(value) {
    if (apply(isPrototypeOf, iterators, [value])) return 'Iterator';
    if (apply(isPrototypeOf, asyncIterators, [value])) return 'AsyncIterator';
    const prototype = getPrototypeOf(value);
    const constructor = prototype === null ? undefined : ownValue(prototype, 'constructor');
    const name = typeof constructor === 'function' ? ownValue(constructor, 'name') : undefined;
    return typeof name === 'string' ? name : 'Object';
  }

  /** What only holds values. What else an object refers to is more likely used by each call anew. */
  function isContainer(value) {
    if (isArray(value) || isMap(value) || isSet(value)) return true;
    const prototype = getPrototypeOf(value);
    return prototype === null || prototype === Object.prototype;
  }

  /** With the expressions by which they are reached: `ctx.req`, `jobs[0].socket`, `byName.get("a")`. */
  function eachWithin(name, value, visit) {
    let index = 0;
    if (isMap(value)) {
      const visitEntry = (inner, key) => {
        const isText = typeof key === 'string';
        visit(isText ? `${name}.get(${stringify(key)})` : `[...${name}.values()][${index}]`, inner);
        index++;
      };
      apply(forEachOfMap, value, [visitEntry]);
    } else if (isSet(value)) {
      apply(forEachOfSet, value, [(inner) => visit(`[...${name}][${index++}]`, inner)]);
    }
    const keys = ownKeys(value);
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at];
      if (typeof key !== 'string') continue;
      visit(isArray(value) ? `${name}[${key}]` : `${name}.${key}`, ownValue(value, key));
    }
  }

  /** Also of what a value has as its own properties and, where that is a container, within them. */
  function addOneShots(found, name, value, most) {
    let left = mostValues;
    const visit = (path, each, level) => {
      if (!isObject(each) || isProxy(each) || left-- <= 0) return;
      if (isOneShot(each)) {
        found[found.length] = `${path} (${classNameOf(each)})`;
        return;
      }
      if (level === most || typeof each === 'function') return;
      if (level > 0 && !isContainer(each)) return;
      eachWithin(path, each, (inner, within) => visit(inner, within, level + 1));
    };
    // `this`, and services that are passed along, refer to what all calls use.
    if (most > 1 && isObject(value) && !isProxy(value) && !isContainer(value)) most = 1;
    visit(name, value, 0);
  }

  return function openCapture() {
    let call;
    let taken;
    const called = new Promise((resolve) => (taken = resolve));

    return {
      /** For the condition of a breakpoint: never stops. */
      record(self, args) {
        if (call === undefined) {
          call = { self, args: apply(slice, args, []) };
          taken();
        }
        return false;
      },

      called: () => called,

      /** @param names of the parameters */
      oneShots(names) {
        const found = [];
        addOneShots(found, 'this', call.self, 1);
        for (let at = 0; at < call.args.length; at++) {
          addOneShots(found, names[at] ?? `argument ${at + 1}`, call.args[at], mostLevels);
        }
        return found;
      },

      receiver: () => call.self,
      count: () => call.args.length,

      /** Makes the arguments of each call: a list of its own, of the same values. */
      argumentsOf(most) {
        const { args } = call;
        return () => apply(slice, args, [0, most]);
      },
    };
  };
});
