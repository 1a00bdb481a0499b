// Runs inside the target. Evaluates to a factory of searches over lists of live objects that the
// inspector collected. Looks at own data properties only: no getter, no proxy trap, no toString of
// the program runs. Every intrinsic is captured now, before the program could replace it.
(function createFinder(require) {
  'use strict';
  const { isProxy, isMap, isSet } = require('node:util').types;
  const { apply, getOwnPropertyDescriptor, ownKeys } = Reflect;
  const { isArray } = Array;
  const functionToString = Function.prototype.toString;
  const { add, has, forEach: forEachValue } = Set.prototype;
  const { forEach: forEachEntry } = Map.prototype;

  /** Objects that are looked at on the way from what a module exports. */
  const mostLookedAt = 10_000;
  /** Functions that are found by many texts. */
  const mostFunctions = 500;

  function ownValue(object, key) {
    return getOwnPropertyDescriptor(object, key)?.value;
  }

  /** As its value, or as its getter or setter. */
  function holdsAs(object, key, value) {
    const property = getOwnPropertyDescriptor(object, key);
    if (property === undefined) return false;
    return property.value === value || property.get === value || property.set === value;
  }

  function holds(object, value) {
    if (isProxy(object)) return false;
    const keys = ownKeys(object);
    for (let index = 0; index < keys.length; index++) {
      if (holdsAs(object, keys[index], value)) return true;
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

  const isPlainName = /^[A-Za-z_$][\w$]*$/;
  const { test } = RegExp.prototype;
  const { stringify } = JSON;

  /** `list[3]`, `shop.till`, `shop["the till"]` */
  function memberOf(path, object, key) {
    if (isArray(object)) return `${path}[${key}]`;
    return apply(test, isPlainName, [key]) ? `${path}.${key}` : `${path}[${stringify(key)}]`;
  }

  /** Calls with each object that it has in place of a property, and with the path to that. */
  function forEachElement(path, object, visit) {
    if (isMap(object)) {
      let index = 0;
      apply(forEachEntry, object, [
        (value, key) => {
          const place = `[...${path}.values()][${index++}]`;
          const isName = typeof key === 'string' || typeof key === 'number';
          visit(value, isName ? `${path}.get(${stringify(key)})` : place);
        },
      ]);
    }
    if (isSet(object)) {
      let index = 0;
      apply(forEachValue, object, [(value) => visit(value, `[...${path}][${index++}]`)]);
    }
  }

  /**
   * For each of some objects the shortest path that leads to it from these roots, by properties that are
   * data and by what maps and sets contain; undefined where none of so many does.
   */
  function pathsFrom(roots, objects, isNamespace) {
    const found = [];
    for (let index = 0; index < objects.length; index++) found[index] = undefined;
    const pending = roots;
    const seen = new Set();
    const visit = (value, path) => {
      if (pending.length >= mostLookedAt) return;
      if (typeof value !== 'object' || value === null || isProxy(value)) return;
      if (apply(has, seen, [value])) return;
      apply(add, seen, [value]);
      pending[pending.length] = { path, object: value };
    };
    for (let at = 0; at < pending.length && at < mostLookedAt; at++) {
      const { path, object } = pending[at];
      for (let index = 0; index < objects.length; index++) {
        if (objects[index] === object) found[index] ??= path;
      }
      const keys = ownKeys(object);
      for (let index = 0; index < keys.length && pending.length < mostLookedAt; index++) {
        if (typeof keys[index] !== 'string') continue;
        const isModule = isNamespace && at === 0 && keys[index] === 'default';
        visit(ownValue(object, keys[index]), isModule ? path : memberOf(path, object, keys[index]));
      }
      forEachElement(path, object, visit);
    }
    return found;
  }

  return {
    /** What runs the fields of a class, or its static blocks, prints the class's text as the class does. */
    withText: (functions, text, isClass) =>
      filter(
        functions,
        (fn) =>
          typeof fn === 'function' &&
          !isProxy(fn) &&
          apply(functionToString, fn, []) === text &&
          (!isClass || getOwnPropertyDescriptor(fn, 'prototype') !== undefined),
      ),

    withTexts: (functions, texts) => {
      const wanted = new Set();
      for (let index = 0; index < texts.length; index++) apply(add, wanted, [texts[index]]);
      let count = 0;
      return filter(functions, (fn) => {
        if (count >= mostFunctions || typeof fn !== 'function' || isProxy(fn)) return false;
        const isWanted = apply(has, wanted, [apply(functionToString, fn, [])]);
        if (isWanted) count++;
        return isWanted;
      });
    },

    /**
     * By the property `name` where there is one: from Node 22 on, looking at some properties of
     * Node's own objects loads the modules that they stand for, some eighty of them.
     */
    holding: (objects, value, name) => {
      const named = filter(objects, (object) => !isProxy(object) && holdsAs(object, name, value));
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

    /** `exports.Pool`: what leads to the class that has a method, from what a module exports. */
    exportedClassWith: (namespace, method) => {
      const isIt = (value) => {
        if (typeof value !== 'function' || isProxy(value)) return false;
        const prototype = ownValue(value, 'prototype');
        return typeof prototype === 'object' && prototype !== null && holds(prototype, method);
      };
      const search = (object, path, valueOf) => {
        const names = ownKeys(object);
        for (let index = 0; index < names.length; index++) {
          const name = names[index];
          if (typeof name !== 'string' || name === 'module.exports') continue;
          if (isIt(valueOf(name))) return memberOf(path, object, name);
        }
        return undefined;
      };
      // those of a namespace are no getters, but say so
      const found = search(namespace, 'exports', (name) => namespace[name]);
      const main = namespace.default;
      if (found !== undefined || typeof main !== 'object' || main === null || isProxy(main)) {
        return found;
      }
      return search(main, 'exports.default', (name) => ownValue(main, name));
    },

    /** CommonJS exports an empty object where it exports nothing. */
    exportsNothing: (namespace) => {
      const names = ownKeys(namespace);
      for (let index = 0; index < names.length; index++) {
        const name = names[index];
        if (typeof name !== 'string' || name === 'module.exports') continue;
        if (name !== 'default') return false;
        const main = ownValue(namespace, name);
        const isEmpty = typeof main === 'object' && main !== null && !isProxy(main);
        if (!isEmpty || ownKeys(main).length > 0) return false;
      }
      return true;
    },

    /** The paths from what a module exports. */
    expressionsFor: (namespace, objects) =>
      pathsFrom([{ path: 'exports', object: namespace }], objects, true),

    /** The paths from the variables of a function's scopes, inner ones first. */
    variablesFor: (scopes, objects) => {
      const roots = [];
      for (let index = 0; index < scopes.length; index++) {
        const scope = ownValue(scopes[index], 'object');
        if (typeof scope !== 'object' || scope === null || scope === globalThis) continue;
        const names = ownKeys(scope);
        for (let at = 0; at < names.length; at++) {
          const object = ownValue(scope, names[at]);
          if (typeof object !== 'object' || object === null || isProxy(object)) continue;
          if (typeof names[at] === 'string') roots[roots.length] = { path: names[at], object };
        }
      }
      return pathsFrom(roots, objects, false);
    },

    /** What own data properties lead to, one after the other; undefined where one of them is not there. */
    follow: (object, keys) => {
      let at = object;
      for (let index = 0; index < keys.length; index++) {
        const isObject = (typeof at === 'object' && at !== null) || typeof at === 'function';
        if (!isObject || isProxy(at)) return undefined;
        at = ownValue(at, keys[index]);
      }
      return at;
    },

    /** What a variable has, of the scope so many around a function's innermost one. */
    variable: (scopes, depth, name) => {
      const scope = depth < scopes.length ? ownValue(scopes[depth], 'object') : undefined;
      return typeof scope === 'object' && scope !== null ? ownValue(scope, name) : undefined;
    },

    isArray,
  };
});
