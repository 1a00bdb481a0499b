// Runs inside the target. Evaluates to a factory of records: what was stored, and from where.
// Every intrinsic is captured now, before the program could replace it.
(function createStoreRecords() {
  'use strict';
  const { apply } = Reflect;
  const { WeakRef, WeakSet } = globalThis;
  const deref = WeakRef.prototype.deref;
  const { add, has } = WeakSet.prototype;
  const mostRecords = 2_000;
  /** What makes anew all that is there must not leave what adds to it without a place. */
  const mostOfPlace = 500;
  /** Each look at a stack takes some 10 µs of the watched call. */
  const mostLooks = 20_000;
  /** Stores from one place that tell what set them going: others from there have it from the same. */
  const mostOrigins = 3;

  function placeOf(frames) {
    let place = '';
    for (let index = 0; index < frames.length; index++) {
      const { url, line, column } = frames[index];
      place += `${url}:${line}:${column} `;
    }
    return place;
  }

  return function openRecords({ stackHere, originsHere }) {
    const records = [];
    const countOf = { __proto__: null };
    const stored = new WeakSet();
    let looks = 0;

    /** @param {{ adds?: boolean, tally?: object, isIn?: () => boolean }} [how] `isIn`: whether it is there yet */
    function record(key, value, { adds = false, tally, isIn } = {}) {
      if (records.length >= mostRecords || looks >= mostLooks) return;
      looks++;
      const frames = stackHere(record);
      const place = placeOf(frames);
      countOf[place] = (countOf[place] ?? 0) + 1;
      if (countOf[place] > mostOfPlace) return;
      const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
      records[records.length] = {
        key: typeof key === 'symbol' ? 'symbol' : `${key}`,
        isObject,
        // A strong reference would make survivors of everything that passes through.
        value: isObject ? new WeakRef(value) : undefined,
        // What goes out may move what stays: the neighbours in a list, the last item of a heap.
        moves: isObject && apply(has, stored, [value]),
        adds,
        tally,
        isIn,
        frames,
        origins: countOf[place] <= mostOrigins ? originsHere() : [],
      };
      if (isObject) apply(add, stored, [value]);
    }

    function valueOf({ isObject, value }) {
      return isObject ? apply(deref, value, []) : undefined;
    }

    function counts(record) {
      if (record.tally !== undefined && record.tally.count > record.tally.most) return false;
      if (record.isIn !== undefined && !record.isIn()) return false;
      return !record.isObject || valueOf(record) !== undefined;
    }

    return {
      record,

      /** A function that records its caller's stack; one that is called more than `most` times made a copy. */
      recorder(key, mutates, most) {
        const tally = { count: 0, most, mutates };
        return () => {
          tally.count++;
          if (tally.count <= most) record(key, undefined, { tally });
          return false;
        };
      },

      /** What was stored, was not taken away, and still lives; call it after the forced collections. */
      results() {
        const found = [];
        for (let index = 0; index < records.length; index++) {
          const { key, frames, origins, adds, moves, tally } = records[index];
          const mutates = tally !== undefined && tally.mutates;
          if (counts(records[index])) {
            found[found.length] = { key, adds, moves, mutates, frames, origins };
          }
        }
        return found;
      },

      /** The values of `results`, in the same order, for the inspector to look at. */
      values() {
        const found = [];
        for (let index = 0; index < records.length; index++) {
          if (counts(records[index])) found[found.length] = valueOf(records[index]);
        }
        return found;
      },
    };
  };
});
