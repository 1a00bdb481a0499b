// Runs inside the target. Evaluates to a factory; what it returns uses up what a call returned, as the
// caller would: iterators and readable streams. A generator that nobody asks has not begun.
// Every intrinsic is captured now, before the program could replace it.
(function createConsumer(require) {
  'use strict';
  const { isProxy } = require('node:util').types;
  const { isReadable, finished } = require('node:stream');
  const { apply, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
  const { Promise } = globalThis;
  const { iterator, asyncIterator } = Symbol;

  /** An iterator that has given so many has no end that could be waited for. */
  const mostValues = 10_000;

  /** What the call at hand waits for. */
  let waitsFor;
  /** Why something was left before its end, for the first that was. */
  let left;

  /** Neither getter nor trap of the program runs; undefined where only they could tell. */
  function methodOf(object, key) {
    for (let at = object; at !== null && !isProxy(at); at = getPrototypeOf(at)) {
      const property = getOwnPropertyDescriptor(at, key);
      if (property === undefined) continue;
      return typeof property.value === 'function' ? property.value : undefined;
    }
    return undefined;
  }

  /** What can be iterated again and again (a list, a map, a string) is data, not work to be done. */
  function isOwnIterator(object, symbol) {
    const method = symbol in object ? methodOf(object, symbol) : undefined;
    return method !== undefined && apply(method, object, []) === object;
  }

  function drain(object, next) {
    for (let values = 0; values < mostValues; values++) {
      if (apply(next, object, []).done) return;
    }
    left ??= 'endless';
    object.return?.();
  }

  async function drainAsync(object, next) {
    for (let values = 0; values < mostValues; values++) {
      if ((await apply(next, object, [])).done) return;
    }
    left ??= 'endless';
    await object.return?.();
  }

  /** A stream that the program reads itself is waited for: a second reader would take from the first. */
  function isReadBy(stream) {
    return stream.readableFlowing === true || stream.listenerCount?.('readable') > 0;
  }

  /** A socket has an end when its user has said all: nobody does. What is piped into gets its end from there. */
  function waitsForItsUser(stream) {
    return stream.writable === true && stream.listenerCount?.('unpipe') === 0;
  }

  function end(stream) {
    if (stream.locked === true) return undefined;
    if (waitsForItsUser(stream)) {
      left ??= 'duplex';
      return undefined;
    }
    if (isReadBy(stream)) {
      return new Promise((resolve, reject) => {
        finished(stream, { writable: false, cleanup: true }, (error) => {
          if (error) reject(error);
          else resolve();
        });
      });
    }
    const chunks = apply(methodOf(stream, asyncIterator), stream, []);
    return drainAsync(chunks, chunks.next);
  }

  function use(value) {
    if ('next' in value) {
      const next = methodOf(value, 'next');
      if (next === undefined) return undefined;
      waitsFor = 'iterator';
      if (isOwnIterator(value, asyncIterator)) return drainAsync(value, next);
      if (isOwnIterator(value, iterator)) drain(value, next);
      return undefined;
    }
    if (methodOf(value, asyncIterator) === undefined || isReadable(value) !== true)
      return undefined;
    waitsFor = 'stream';
    return end(value);
  }

  return {
    /** Until its end where that comes at once; else a promise of it. Any other value is left alone. */
    consume(value) {
      if (value === null || typeof value !== 'object' || isProxy(value)) return undefined;
      // Asked first, as it makes no object, and most calls return one that is neither.
      if (!(asyncIterator in value || ('next' in value && iterator in value))) return undefined;
      return use(value);
    },

    /** The call at hand is over. */
    settle() {
      waitsFor = undefined;
    },

    waitFor(what) {
      waitsFor = what;
    },

    status: () => ({ waitsFor, left }),
  };
});
