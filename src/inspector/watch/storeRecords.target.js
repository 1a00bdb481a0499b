// Runs inside the target. Evaluates to a factory of records: what was stored, and from where.
// Every intrinsic is captured now, before the program could replace it.
(function createStoreRecords() {
  'use strict';
  const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect;
  const { Error, WeakRef } = globalThis;
  const { captureStackTrace } = Error;
  const deref = WeakRef.prototype.deref;
  const mostRecords = 2_000;
  /** What makes anew all that is there must not leave what adds to it without a place. */
  const mostOfPlace = 500;
  /** Each look at a stack takes some 10 µs of the watched call. */
  const mostLooks = 20_000;
  const mostFrames = 40;

  /** Frames as plain values: an Error keeps the closures of its frames alive until its stack is read. */
  function stackHere() {
    const prepare = getOwnPropertyDescriptor(Error, 'prepareStackTrace');
    const limit = getOwnPropertyDescriptor(Error, 'stackTraceLimit');
    const holder = {};
    try {
      // The program's own formatter must not run; where it cannot be moved aside, there is no stack.
      const ours = { configurable: true, writable: true };
      if (!defineProperty(Error, 'prepareStackTrace', { ...ours, value: describeSites })) return [];
      defineProperty(Error, 'stackTraceLimit', { ...ours, value: mostFrames });
      captureStackTrace(holder, stackHere);
      return holder.stack;
    } finally {
      restore(Error, 'prepareStackTrace', prepare);
      restore(Error, 'stackTraceLimit', limit);
    }
  }

  function describeSites(_error, sites) {
    const frames = [];
    for (let index = 0; index < sites.length; index++) {
      const site = sites[index];
      frames[index] = {
        functionName: site.getFunctionName() ?? '',
        url: site.getScriptNameOrSourceURL() ?? '',
        line: site.getLineNumber() ?? 0,
        column: site.getColumnNumber() ?? 0,
      };
    }
    return frames;
  }

  function placeOf(frames) {
    let place = '';
    for (let index = 0; index < frames.length; index++) {
      const { url, line, column } = frames[index];
      place += `${url}:${line}:${column} `;
    }
    return place;
  }

  function restore(object, key, descriptor) {
    if (descriptor === undefined) deleteProperty(object, key);
    else defineProperty(object, key, descriptor);
  }

  return function openRecords() {
    const records = [];
    const countOf = { __proto__: null };
    let looks = 0;

    /** @param {{ adds?: boolean, tally?: object }} [how] */
    function record(key, value, { adds = false, tally } = {}) {
      if (records.length >= mostRecords || looks >= mostLooks) return;
      looks++;
      const frames = stackHere();
      const place = placeOf(frames);
      countOf[place] = (countOf[place] ?? 0) + 1;
      if (countOf[place] > mostOfPlace) return;
      const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
      records[records.length] = {
        key: typeof key === 'symbol' ? 'symbol' : `${key}`,
        isObject,
        // A strong reference would make survivors of everything that passes through.
        value: isObject ? new WeakRef(value) : undefined,
        adds,
        tally,
        frames,
      };
    }

    function valueOf({ isObject, value }) {
      return isObject ? apply(deref, value, []) : undefined;
    }

    function counts(record) {
      if (record.tally !== undefined && record.tally.count > record.tally.most) return false;
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

      /** What was stored and still lives; call it after the forced collections. */
      results() {
        const found = [];
        for (let index = 0; index < records.length; index++) {
          const { key, frames, adds, tally } = records[index];
          const mutates = tally !== undefined && tally.mutates;
          if (counts(records[index])) found[found.length] = { key, adds, mutates, frames };
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
