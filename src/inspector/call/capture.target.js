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
  const { Promise } = globalThis;

  function isObject(value) {
    const type = typeof value;
    return (type === 'object' && value !== null) || type === 'function';
  }

  function ownValue(object, key) {
    return getOwnPropertyDescriptor(object, key)?.value;
  }

  /** A stream, or what stands for something of the system's: a socket, a request, a server. */
  function isOneShot(value) {
    if (apply(isPrototypeOf, Stream.prototype, [value])) return true;
    if (isObject(ownValue(value, '_handle'))) return true;
    return asyncIterator in value && 'getReader' in value && isReadable(value) !== null;
  }

  function classNameOf(value) {
    const prototype = getPrototypeOf(value);
    const constructor = prototype === null ? undefined : ownValue(prototype, 'constructor');
    const name = typeof constructor === 'function' ? ownValue(constructor, 'name') : undefined;
    return typeof name === 'string' ? name : 'Object';
  }

  /** Also of what a value has as its own properties: `ctx.req`. */
  function addOneShots(found, name, value, isInner) {
    if (!isObject(value) || isProxy(value)) return;
    if (isOneShot(value)) {
      found[found.length] = `${name} (${classNameOf(value)})`;
      return;
    }
    if (isInner || typeof value === 'function') return;
    const keys = ownKeys(value);
    for (let at = 0; at < keys.length; at++) {
      if (typeof keys[at] !== 'string') continue;
      addOneShots(found, `${name}.${keys[at]}`, ownValue(value, keys[at]), true);
    }
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
        addOneShots(found, 'this', call.self, false);
        for (let at = 0; at < call.args.length; at++) {
          addOneShots(found, names[at] ?? `argument ${at + 1}`, call.args[at], false);
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
