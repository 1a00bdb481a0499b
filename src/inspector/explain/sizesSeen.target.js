// Runs inside the target. Notes, at each step of a call, how large the containers are to which its
// variables lead: of the one that is kept in the end it is then known at which step it grew.
// Every intrinsic is captured now, before the program could replace it, and nothing here runs code of the program.
(function createSizesSeen(require) {
  'use strict';
  const { types } = require('node:util');
  const { apply, getOwnPropertyDescriptor, ownKeys } = Reflect;
  const { WeakRef } = globalThis;
  const deref = WeakRef.prototype.deref;
  const mostLooks = 1_000;

  function isObject(value) {
    return typeof value === 'object' && value !== null && !types.isProxy(value);
  }

  return function openSizes({ sizeOf }, records, marks, path, owner) {
    /** The number of the last mark at each look. */
    const markOfLook = [];
    const sightings = [];
    const ofHolder = [];

    function follow(value, from) {
      let at = value;
      for (let step = from; step < path.length; step++) {
        if (!isObject(at)) return undefined;
        at = getOwnPropertyDescriptor(at, path[step])?.value;
      }
      return isObject(at) ? at : undefined;
    }

    function entriesOf(container) {
      return sizeOf(container) ?? ownKeys(container).length;
    }

    /** A strong reference would keep every copy alive. */
    function sightingOf(container, mark) {
      return { mark, ref: new WeakRef(container), size: entriesOf(container) };
    }

    return {
      /** For the condition of a breakpoint: never stops. */
      look(variable, values) {
        if (markOfLook.length >= mostLooks) return false;
        const mark = marks.count() - 1;
        markOfLook[markOfLook.length] = mark;
        records.record('step', undefined);
        const held = follow(owner ?? variable, 0);
        if (held !== undefined) ofHolder[ofHolder.length] = sightingOf(held, mark);
        for (let index = 0; index < values.length; index++) {
          for (let from = 0; from <= path.length; from++) {
            const container = follow(values[index], from);
            if (container !== undefined) sightings[sightings.length] = sightingOf(container, mark);
          }
        }
        return false;
      },

      /**
       * What was seen of the container to which the path leads from a value; undefined where it leads to
       * none, and where there were more steps to look at than was done.
       */
      of(value) {
        const container = follow(value, 0);
        if (container === undefined || markOfLook.length >= mostLooks) return undefined;
        const seen = [];
        for (let index = 0; index < sightings.length; index++) {
          const { mark, ref, size } = sightings[index];
          if (apply(deref, ref, []) === container && seen[seen.length - 1]?.mark !== mark)
            seen[seen.length] = { mark, size };
        }
        const held = [];
        for (let index = 0; index < ofHolder.length; index++) {
          const { mark, ref, size } = ofHolder[index];
          held[index] = { mark, size, isKept: apply(deref, ref, []) === container };
        }
        return { size: entriesOf(container), seen, ofHolder: held };
      },

      /** The stack at a mark, innermost first; empty where none was recorded. */
      stackAt(mark) {
        const results = records.results();
        for (let look = 0; look < markOfLook.length; look++) {
          if (markOfLook[look] === mark) return results[look]?.frames ?? [];
        }
        return [];
      },
    };
  };
});
