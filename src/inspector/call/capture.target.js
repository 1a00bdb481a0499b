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

  /**
   * A stream, an iterator, a body, or what stands for something of the system's: a socket, a request, a server.
   *
   * @param bodyReaders those known as Node's
   */
  function isOneShot(value, bodyReaders) {
    if (apply(isPrototypeOf, Stream.prototype, [value])) return true;
    if (apply(isPrototypeOf, iterators, [value])) return true;
    if (apply(isPrototypeOf, asyncIterators, [value])) return true;
    if (isObject(ownValue(value, '_handle'))) return true;
    if (hasBody(value, bodyReaders)) return true;
    return asyncIterator in value && 'getReader' in value && isReadable(value) !== null;
  }

  /** A `Request` or `Response` of `fetch`: what it carries is read once. */
  function hasBody(value, bodyReaders) {
    const reader = bodyReader(value);
    if (reader === undefined || !includes(bodyReaders, reader)) return false;
    try {
      return apply(reader, value, []) !== null;
    } catch {
      return false; // It only inherits from one.
    }
  }

  /**
   * The getter of what a `Request` or `Response` carries, which may be one of the program's own. Node's are not
   * found by their global names: reading these loads `fetch`, and V8 ends the process where that happens once
   * more in the middle of it, as it can in a command that interrupts the program.
   */
  function bodyReader(value) {
    for (let each = value; each !== null && !isProxy(each); each = getPrototypeOf(each)) {
      const name = classNameOf(each);
      if (name !== 'Request' && name !== 'Response') continue;
      const reader = getOwnPropertyDescriptor(getPrototypeOf(each), 'body')?.get;
      if (reader !== undefined) return reader;
    }
    return undefined;
  }

  function includes(list, wanted) {
    for (let at = 0; at < list.length; at++) if (list[at] === wanted) return true;
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

  /**
   * Also what a value has as its own properties and, where that is a container, within them.
   *
   * @param visit of a path and a value: whether what is within is of no matter
   */
  function walk(name, value, most, visit) {
    let left = mostValues;
    const enter = (path, each, level) => {
      if (!isObject(each) || isProxy(each) || left-- <= 0) return;
      if (visit(path, each) || level === most || typeof each === 'function') return;
      if (level > 0 && !isContainer(each)) return;
      eachWithin(path, each, (inner, within) => enter(inner, within, level + 1));
    };
    // `this`, and services that are passed along, refer to what all calls use.
    if (most > 1 && isObject(value) && !isProxy(value) && !isContainer(value)) most = 1;
    enter(name, value, 0);
  }

  return function openCapture() {
    let call;
    let taken;
    const called = new Promise((resolve) => (taken = resolve));

    function walkCall(names, visit) {
      walk('this', call.self, 1, visit);
      for (let at = 0; at < call.args.length; at++) {
        walk(names[at] ?? `argument ${at + 1}`, call.args[at], mostLevels, visit);
      }
    }

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

      /**
       * Getters of bodies among `this` and the arguments, of which it is to be found out whose they are.
       *
       * @param names of the parameters
       */
      bodyReaders(names) {
        const found = [];
        walkCall(names, (path, value) => {
          const reader = bodyReader(value);
          if (reader !== undefined && !includes(found, reader)) found[found.length] = reader;
          return isOneShot(value, []);
        });
        return found;
      },

      /** What of `this` and the arguments can be used only once, in words. */
      oneShots(names, bodyReaders) {
        const found = [];
        walkCall(names, (path, value) => {
          if (!isOneShot(value, bodyReaders)) return false;
          found[found.length] = `${path} (${classNameOf(value)})`;
          return true;
        });
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
