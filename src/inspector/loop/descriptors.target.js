// Runs inside the target. Evaluates to a factory: given records of stacks, it notes what is open
// whenever a function of Node's file system is entered. What Node is asked is asked of its functions
// as they are now, before the program could replace them.
(function createDescriptors(require) {
  'use strict';
  const fs = require('node:fs');
  const { readdirSync, readlinkSync } = fs;
  const { resolve } = require('node:path');
  const { getOwnPropertyDescriptor, ownKeys } = Reflect;
  const { stringify } = JSON;
  const folder = '/proc/self/fd';

  function functionsOf(object) {
    const found = [];
    const keys = ownKeys(object);
    for (let at = 0; at < keys.length; at++) {
      const { value } = getOwnPropertyDescriptor(object, keys[at]);
      if (typeof value === 'function') found[found.length] = value;
    }
    return found;
  }

  /** What is open, by its path; the one that looking opens is gone again. */
  function openNow() {
    const paths = { __proto__: null };
    const names = readdirSync(folder);
    for (let at = 0; at < names.length; at++) {
      try {
        paths[names[at]] = readlinkSync(`${folder}/${names[at]}`);
      } catch {
        // not open any more
      }
    }
    return paths;
  }

  return function openDescriptors(records) {
    let isOurs = false;

    return {
      /** Also what the program put in the place of Node's own functions. */
      functions: () => [...functionsOf(fs), ...functionsOf(fs.promises)],

      /** For the condition of a breakpoint where a function is entered: never stops. */
      note(first) {
        if (isOurs) return false;
        isOurs = true;
        try {
          const path = typeof first === 'string' ? resolve(first) : undefined;
          records.record(stringify({ open: openNow(), path }), undefined);
        } finally {
          isOurs = false;
        }
        return false;
      },

      openNow,
    };
  };
});
