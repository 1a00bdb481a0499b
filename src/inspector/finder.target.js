// Runs inside the target. Evaluates to a factory of searches over lists of live objects that the
// inspector collected. Looks at own data properties only: no getter, no proxy trap, no toString of
// the program runs. Every intrinsic is captured now, before the program could replace it.
(function createFinder(require) {
  'use strict';
  const { isProxy } = require('node:util').types;
  const { apply, getOwnPropertyDescriptor, ownKeys } = Reflect;
  const { isArray } = Array;
  const functionToString = Function.prototype.toString;

  function ownValue(object, key) {
    return getOwnPropertyDescriptor(object, key)?.value;
  }

  function holds(object, value) {
    if (isProxy(object)) return false;
    const keys = ownKeys(object);
    for (let index = 0; index < keys.length; index++) {
      if (ownValue(object, keys[index]) === value) return true;
    }
    return false;
  }

  function filter(list, accepts) {
    const found = [];
    for (let index = 0; index < list.length; index++) {
      if (accepts(list[index])) found[found.length] = list[index];
    }
    return found;
  }

  /** Prototypes look like instances of the class that their own extends. */
  function isPrototype(object) {
    const constructor = ownValue(object, 'constructor');
    return typeof constructor === 'function' && ownValue(constructor, 'prototype') === object;
  }

  return {
    withText: (functions, text) =>
      filter(
        functions,
        (fn) =>
          typeof fn === 'function' && !isProxy(fn) && apply(functionToString, fn, []) === text,
      ),

    /**
     * By the property `name` where there is one: from Node 22 on, looking at some properties of
     * Node's own objects loads the modules that they stand for, some eighty of them.
     */
    holding: (objects, value, name) => {
      const named = filter(
        objects,
        (object) => !isProxy(object) && ownValue(object, name) === value,
      );
      return named.length > 0 ? named : filter(objects, (object) => holds(object, value));
    },

    /** Prototypes of the classes among `functions` that have `method`. */
    prototypesWith: (functions, method) => {
      const classes = filter(functions, (fn) => {
        const prototype = isProxy(fn) ? undefined : ownValue(fn, 'prototype');
        return typeof prototype === 'object' && prototype !== null && holds(prototype, method);
      });
      const prototypes = [];
      for (let index = 0; index < classes.length; index++) {
        prototypes[index] = ownValue(classes[index], 'prototype');
      }
      return prototypes;
    },

    instances: (objects) => filter(objects, (object) => !isProxy(object) && !isPrototype(object)),

    /** Names and functions that a module exports; for CommonJS also the properties of module.exports. */
    exportedFunctions: (namespace) => {
      const found = [];
      const add = (name, value) => {
        for (let index = 0; index < found.length; index++) if (found[index][1] === value) return;
        if (typeof value === 'function') found[found.length] = [name, value];
      };
      const names = ownKeys(namespace);
      for (let index = 0; index < names.length; index++) {
        const name = names[index];
        if (typeof name === 'string' && name !== 'default' && name !== 'module.exports')
          add(name, namespace[name]);
      }
      const main = namespace.default;
      add('default', main);
      if (typeof main === 'object' && main !== null && !isProxy(main)) {
        const keys = ownKeys(main);
        // An ES module that was compiled to CommonJS: its exports are getters of the compiler's.
        const isCompiled = ownValue(main, '__esModule') === true;
        for (let index = 0; index < keys.length; index++) {
          const key = keys[index];
          if (typeof key === 'string') add(key, isCompiled ? main[key] : ownValue(main, key));
        }
      }
      return found;
    },

    isArray,
  };
});
