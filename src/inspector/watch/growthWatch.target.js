// Runs inside the target. Evaluates to a factory of watches: a watch interposes on one object for one
// call, records what is stored in it and from where, and then leaves no trace of itself.
// Every intrinsic is captured now, before the program could replace it.
(function createGrowthWatches(require) {
  'use strict';
  const { types } = require('node:util');
  const { apply, defineProperty, deleteProperty, get, getOwnPropertyDescriptor } = Reflect;
  const { getPrototypeOf, setPrototypeOf, isExtensible, ownKeys, set } = Reflect;
  const { Proxy, WeakRef } = globalThis;
  const { deref } = WeakRef.prototype;
  const { has: mapHas, set: mapSet } = globalThis.Map.prototype;
  const { has: setHas, add: setAdd } = globalThis.Set.prototype;
  const { addEventListener } = globalThis.EventTarget.prototype;
  const { register } = globalThis.FinalizationRegistry.prototype;
  const memoryPrototype = globalThis.WebAssembly?.Memory.prototype;
  const mostProperties = 200;
  /** Copies made by one call that are watched as well, so that one that copies without end stays quick. */
  const mostCopies = 64;
  /** What each open watch has to put back. */
  const open = [];

  function isObject(value) {
    return (typeof value === 'object' && value !== null) || typeof value === 'function';
  }

  /**
   * Whether a key, of a set a value, is in a container yet: what a test's hook adds and takes away may live on
   * in a variable. Of arrays nobody knows, as items move; a copy that is gone was replaced with all it had.
   */
  function isYetIn(object, key) {
    if (Array.isArray(object)) return undefined;
    const container = new WeakRef(object);
    const keyObject = isObject(key) ? new WeakRef(key) : undefined; // a strong one would keep it
    const primitive = keyObject === undefined ? key : undefined;
    return () => {
      const target = apply(deref, container, []);
      return (
        target === undefined ||
        hasKey(target, keyObject === undefined ? primitive : apply(deref, keyObject, []))
      );
    };
  }

  function hasKey(object, key) {
    if (types.isMap(object)) return apply(mapHas, object, [key]);
    if (types.isSet(object)) return apply(setHas, object, [key]);
    return getOwnPropertyDescriptor(object, key) !== undefined;
  }

  function putBack(undo) {
    while (undo.length > 0) undo.pop()();
  }

  function openWatch({ additionTo, addsNothing }, records, { traceOrigins, forgetOrigins }) {
    const { record } = records;
    const undo = [];
    open[open.length] = undo;
    let copies = 0;

    /** A method of the object's class is called through an own property for as long as the watch lasts. */
    function shadowMethod(object, name, keyOf, valueOf = (args) => args[args.length - 1]) {
      if (!isExtensible(object) || getOwnPropertyDescriptor(object, name) !== undefined) return;
      const original = inheritedMethod(object, name);
      if (original === undefined) return;
      const isKeyed = original === mapSet || original === setAdd; // not a subclass's, which may change keys
      const shadow = function (...args) {
        const isIn = isKeyed ? isYetIn(object, args[0]) : undefined;
        record(keyOf(args), valueOf(args), { adds: true, isIn });
        return apply(original, this, args);
      };
      defineProperty(object, name, { configurable: true, writable: true, value: shadow });
      undo.push(() => {
        if (getOwnPropertyDescriptor(object, name)?.value === shadow) deleteProperty(object, name);
      });
    }

    function inheritedMethod(object, name) {
      for (let at = getPrototypeOf(object); at !== null; at = getPrototypeOf(at)) {
        if (types.isProxy(at)) return undefined;
        const descriptor = getOwnPropertyDescriptor(at, name);
        if (descriptor !== undefined) return descriptor.value;
      }
      return undefined;
    }

    function watchMethods(object) {
      if (types.isMap(object) || types.isWeakMap(object))
        shadowMethod(object, 'set', (args) => typeof args[0]);
      if (types.isSet(object) || types.isWeakSet(object))
        shadowMethod(object, 'add', () => 'value');
      if (inheritedMethod(object, 'addEventListener') === addEventListener)
        shadowMethod(
          object,
          'addEventListener',
          (args) => args[0],
          (args) => args[1],
        );
      if (inheritedMethod(object, 'register') === register)
        shadowMethod(
          object,
          'register',
          () => 'cell',
          (args) => args[0],
        );
    }

    /** A store to a missing index or key walks up the prototypes, where a proxy sees it. */
    function watchNewKeys(object) {
      if (!isExtensible(object)) return;
      const prototype = getPrototypeOf(object);
      const proxy = new Proxy(prototype ?? { __proto__: null }, {
        set(target, key, value, receiver) {
          if (receiver !== object) return set(target, key, value, receiver);
          const inherited = inheritedAccessor(target, key);
          if (inherited !== undefined) return set(target, key, value, receiver);
          record(key, value, { adds: true, isIn: isYetIn(object, key) });
          return defineProperty(object, key, {
            configurable: true,
            enumerable: true,
            writable: true,
            value,
          });
        },
        get: (target, key, receiver) => get(target, key, receiver),
      });
      if (!setPrototypeOf(object, proxy)) return;
      undo.push(() => {
        if (getPrototypeOf(object) === proxy) setPrototypeOf(object, prototype);
      });
    }

    /** Wrappers of methods put themselves in place by definition, of which neither proxy nor accessor hears. */
    function watchDefinitions(object) {
      const definers = [globalThis.Object, globalThis.Reflect];
      for (let index = 0; index < definers.length; index++) {
        const definer = definers[index];
        const descriptor = getOwnPropertyDescriptor(definer, 'defineProperty');
        if (!descriptor?.configurable || typeof descriptor.value !== 'function') continue;
        const shadow = function (target, key, defined) {
          if (target === object && isObject(defined)) record(key, definedValue(defined));
          return apply(descriptor.value, this, [target, key, defined]);
        };
        defineProperty(definer, 'defineProperty', { ...descriptor, value: shadow });
        undo.push(() => {
          if (getOwnPropertyDescriptor(definer, 'defineProperty')?.value !== shadow) return;
          defineProperty(definer, 'defineProperty', descriptor);
        });
      }
    }

    /** Of the program's descriptor, without running a getter of it. */
    function definedValue(defined) {
      if (types.isProxy(defined)) return undefined;
      const value = getOwnPropertyDescriptor(defined, 'value')?.value;
      return value ?? getOwnPropertyDescriptor(defined, 'get')?.value;
    }

    function inheritedAccessor(prototype, key) {
      for (let at = prototype; at !== null && !types.isProxy(at); at = getPrototypeOf(at)) {
        const descriptor = getOwnPropertyDescriptor(at, key);
        if (descriptor !== undefined)
          return descriptor.set ?? (descriptor.writable ? undefined : at);
      }
      return undefined;
    }

    /** An existing property is an accessor for as long as the watch lasts. */
    function watchProperty(object, key) {
      const descriptor = getOwnPropertyDescriptor(object, key);
      if (descriptor === undefined || !descriptor.configurable || !descriptor.writable) return;
      let { value } = descriptor;
      const read = () => value;
      defineProperty(object, key, {
        configurable: true,
        enumerable: descriptor.enumerable,
        get: read,
        set(next) {
          if (addsNothing(value, next)) watchCopy(value, next);
          // A copy may replace this one before the call ends; what was added is in the copy as well.
          else record(key, additionTo(value, next) ?? next);
          value = next;
        },
      });
      undo.push(() => {
        if (getOwnPropertyDescriptor(object, key)?.get !== read) return; // the program defined it anew
        defineProperty(object, key, { ...descriptor, value });
      });
    }

    /** A container that was replaced by a copy of itself grows when something is added to the copy. */
    function watchCopy(original, copy) {
      if (copy === original || copies++ >= mostCopies) return;
      watchMethods(copy);
      watchNewKeys(copy);
    }

    /** `await`, `then` and every combinator first read the constructor of the promise that they wait for. */
    function watchPromise(promise) {
      if (!isExtensible(promise) || getOwnPropertyDescriptor(promise, 'constructor')) return;
      defineProperty(promise, 'constructor', {
        configurable: true,
        get() {
          record('then', undefined);
          return get(getPrototypeOf(promise), 'constructor', promise);
        },
      });
      undo.push(() => deleteProperty(promise, 'constructor'));
    }

    function watchOwnProperties(object) {
      const keys = ownKeys(object);
      const count = keys.length > mostProperties ? 0 : keys.length;
      for (let index = 0; index < count; index++) {
        const value = getOwnPropertyDescriptor(object, keys[index])?.value;
        const isEmpty = value === null || value === undefined;
        if (isEmpty || isObject(value) || typeof value === 'string')
          watchProperty(object, keys[index]);
      }
    }

    return {
      ...records,

      watch(object, links) {
        if (!isObject(object) || types.isProxy(object)) return;
        if (types.isPromise(object)) return watchPromise(object);
        watchMethods(object);
        if (types.isTypedArray(object)) return;
        if (types.isAnyArrayBuffer(object) || getPrototypeOf(object) === memoryPrototype) {
          shadowMethod(object, 'resize', () => 'byteLength');
          shadowMethod(object, 'grow', () => 'byteLength');
          return;
        }
        if (!Array.isArray(object)) watchOwnProperties(object);
        for (let index = 0; index < links.length; index++) watchProperty(object, links[index]);
        watchNewKeys(object);
        watchDefinitions(object);
      },

      /** What is stored in a later turn tells what set that going as well. */
      traceOrigins() {
        traceOrigins();
        undo.push(forgetOrigins);
      },

      /** Own keys, counted without running code of the program; of a proxy none. */
      countKeys(object) {
        return isObject(object) && !types.isProxy(object) ? ownKeys(object).length : 0;
      },

      /** Puts everything back as it was, in the opposite order; safe to call twice. */
      restore() {
        putBack(undo);
        while (open.length > 0 && open[open.length - 1].length === 0) open.length--;
      },
    };
  }

  /** Whatever any watch interposed, for when nobody is there any more to restore each. */
  openWatch.restoreAll = () => {
    for (; open.length > 0; open.length--) putBack(open[open.length - 1]);
  };
  return openWatch;
});
