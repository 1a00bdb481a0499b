// Runs inside the target. Lends the global variable `$leaked` to whoever looks into what leaks.
// Every intrinsic is captured now, before the program could replace it, and nothing here runs code of the program.
(function createLeaked() {
  'use strict';
  const { defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect;
  const name = '$leaked';

  /** An own, plain element, whatever the program has put on Array.prototype. */
  function put(list, value) {
    const at = list.length;
    defineProperty(list, at, { value, writable: true, enumerable: true, configurable: true });
  }

  const groups = [];
  let isLent = false;
  let before;

  return {
    /** One group of survivors: those of one cause. */
    add: (...survivors) => {
      const group = [];
      for (let i = 0; i < survivors.length; i++) put(group, survivors[i]);
      put(groups, group);
      return group;
    },
    publish: () => {
      before = getOwnPropertyDescriptor(globalThis, name);
      isLent = defineProperty(globalThis, name, {
        value: groups,
        writable: true,
        configurable: true,
        enumerable: false,
      });
    },
    /** Puts back what was there, unless the program has put something else there meanwhile. */
    putBack: () => {
      groups.length = 0;
      if (!isLent || getOwnPropertyDescriptor(globalThis, name)?.value !== groups) return;
      isLent = false;
      if (before === undefined) deleteProperty(globalThis, name);
      else defineProperty(globalThis, name, before);
    },
  };
});
