// Runs inside the target. Evaluates to a factory; the returned driver calls the function under test.
// It must be invisible in the heap: nothing that it allocates may outlive a batch.
// Every intrinsic is captured now, before the program could replace it.
(function createDriver(require, consumer, flags) {
  'use strict';
  const { performance } = require('node:perf_hooks');
  const { isPromise, isNativeError } = require('node:util').types;
  const { apply, construct } = Reflect;
  const { setTimeout, setImmediate, Promise, Proxy, String } = globalThis;
  const { is, getOwnPropertyDescriptor } = Object;
  const now = performance.now.bind(performance);
  const { memoryUsage, getActiveResourcesInfo } = process;
  const { getHeapStatistics } = require('node:v8');

  const { ArrayBuffer } = globalThis;
  const buffers = ArrayBuffer.prototype;
  const { resize } = buffers;
  const isResizable = getOwnPropertyDescriptor(buffers, 'resizable')?.get;
  const byteLength = getOwnPropertyDescriptor(buffers, 'byteLength').get;
  const probeBytes = 65_536;

  const { then } = Promise.prototype;
  const { consume, settle, waitFor, status: consumption } = consumer;

  let fn, newTarget, receiver, argsOf, constructs, drains;
  /** Where a callback is passed: a position, -1 where the arguments contain it; undefined for none. */
  let callbackAt;
  let index = 0;
  let settled = 0;
  let thrown = 0;
  let firstThrown;
  let stopped = false;
  /** How long calls may keep the event loop waiting, in milliseconds. */
  let slice = Infinity;
  let held = false;
  /** Durations of some calls of a batch, evenly spread over it; made once, so that no batch allocates. */
  const durations = new Float64Array(64);
  const { sort, subarray } = Object.getPrototypeOf(Float64Array.prototype);

  /** Of the durations: no pause for a collection and no burst of other work in the machine shows in them. */
  function typicalMillis(count) {
    if (count === 0) return { medianMillis: 0, quickMillis: 0 };
    apply(sort, apply(subarray, durations, [0, count]), []);
    return { medianMillis: durations[count >> 1], quickMillis: durations[count >> 3] };
  }

  /**
   * Optimised code inlines what it calls, and the sampler takes what that allocates for its caller's: after
   * 2,000 calls on Node 24 all arguments were the driver's own. Through a proxy V8 inlines nothing.
   */
  function neverInlined(target) {
    return target === undefined ? undefined : new Proxy(target, { __proto__: null });
  }

  function noteThrown(error) {
    thrown++;
    // Strings only: an Error that is kept would keep its frames, and with them closures, alive.
    firstThrown ??= describeError(error);
  }

  function describeError(error) {
    try {
      if (error !== null && typeof error === 'object') {
        return { message: String(error.message ?? error), stack: String(error.stack ?? '') };
      }
      return { message: String(error), stack: '' };
    } catch {
      return { message: 'a value that cannot be shown', stack: '' };
    }
  }

  function isThenable(value) {
    return (
      isPromise(value) ||
      (value !== null && typeof value === 'object' && typeof value.then === 'function')
    );
  }

  function ignore() {}

  function call(args) {
    return constructs ? construct(fn, args, newTarget) : apply(fn, receiver, args);
  }

  /** The call is over when its callback is called; a promise that it returns tells more. */
  function callWithCallback() {
    let callback;
    const called = new Promise((resolve, reject) => {
      callback = (error) => {
        if (isNativeError(error)) reject(error);
        else resolve();
      };
    });
    apply(then, called, [undefined, ignore]); // an error of its own is none that nobody handles
    let args = argsOf === undefined ? [] : argsOf(index, callback);
    if (callbackAt >= 0) args = withCallback(args, callback);
    waitFor('callback');
    const result = call(args);
    return isThenable(result) ? result : called;
  }

  /** Others, as an array that the expression has from the program would get one more with each call. */
  function withCallback(args, callback) {
    const all = [];
    for (let at = 0; at < args.length; at++) all[at] = args[at];
    all[args.length < callbackAt ? callbackAt : args.length] = callback;
    return all;
  }

  function countResources() {
    const counts = { __proto__: null };
    const resources = getActiveResourcesInfo === undefined ? [] : getActiveResourcesInfo();
    for (let index = 0; index < resources.length; index++) {
      counts[resources[index]] = (counts[resources[index]] ?? 0) + 1;
    }
    return counts;
  }
  const ownResources = countResources();

  function areEqual(some, others) {
    if (some.length !== others.length) return false;
    for (let at = 0; at < some.length; at++) if (!is(some[at], others[at])) return false;
    return true;
  }

  return {
    /** `args` is a function of the call's number, or undefined for no arguments. */
    aim(target, self, args, how) {
      fn = neverInlined(target);
      newTarget = target;
      receiver = self;
      argsOf = neverInlined(args);
      ({ constructs, drains, callbackAt } = how);
    },

    /** What is told of calls is told of those that are made from here on. */
    beginAnew() {
      index = settled = thrown = 0;
      firstThrown = undefined;
    },

    /** Makes up to `calls` calls, fewer when `millis` run out first, and gives what goes on after them so long. */
    async run(calls, millis, lateMillis) {
      stopped = false;
      // Node answers the inspector in the middle of JavaScript, except while it handles a request of the inspector's.
      await new Promise((resolve) => setImmediate(resolve));
      const start = now();
      const end = start + millis;
      let sliceEnd = start + slice;
      const stride = calls / durations.length;
      let made = 0;
      let timed = 0;
      let last = start;
      while (made < calls && !stopped) {
        try {
          if (callbackAt !== undefined) await callWithCallback();
          else {
            let result = call(argsOf === undefined ? [] : argsOf(index));
            if (isThenable(result)) result = await result;
            const rest = drains ? consume(result) : undefined;
            if (rest !== undefined) await rest;
          }
        } catch (error) {
          noteThrown(error);
        }
        settle();
        index++;
        settled++;
        made++;
        const time = now();
        if (made > timed * stride && timed < durations.length) durations[timed++] = time - last;
        last = time;
        if (time >= end) break;
        if (time < sliceEnd) continue;
        await new Promise((resolve) => setImmediate(resolve));
        sliceEnd = now() + slice;
      }
      const result = { calls: made, millis: now() - start, ...typicalMillis(timed) };
      if (lateMillis > 0) await this.turn(1, lateMillis);
      return result;
    },

    /** The next calls get the arguments of the last ones again. */
    goBack(calls) {
      index -= calls;
    },

    /**
     * When the arguments are the very same values: `always`, `by number` for the same call's number,
     * or `never`, as where each time an object is made.
     */
    argumentsRepeat() {
      if (argsOf === undefined) return 'always';
      const args = argsOf(index);
      if (!areEqual(args, argsOf(index))) return 'never';
      return areEqual(args, argsOf(index + 1)) ? 'always' : 'by number';
    },

    /** Ends a running batch after the current call. */
    stop() {
      stopped = true;
    },

    /**
     * Lets the event loop turn, for so long at least, so that finalizers and late work can run. Both at once: while
     * V8 tracks, each turn of a large heap's takes a second.
     */
    async turn(turns, millis) {
      const time = millis > 0 ? new Promise((resolve) => setTimeout(resolve, millis)) : undefined;
      for (let turn = 0; turn < turns; turn++)
        await new Promise((resolve) => setImmediate(resolve));
      await time;
    },

    /**
     * From the next turn of the event loop on nothing of the program runs, until it is let go: what it
     * has in hand would else be held by the call in progress. At most for so many milliseconds.
     */
    hold(millis) {
      setImmediate(() => {
        held = true;
        for (const end = now() + millis; held && now() < end;);
        held = false;
      });
    },

    isHeld() {
      return held;
    },

    letGo() {
      held = false;
    },

    memory() {
      const statistics = getHeapStatistics();
      const { total_physical_size: heapResident } = statistics;
      try {
        const { heapUsed, external, arrayBuffers, rss } = memoryUsage();
        return { heapUsed, heapResident, external, arrayBuffers, rss };
      } catch {
        // Too many files are open to read the process's own size.
        const { used_heap_size: heapUsed, external_memory: external } = statistics;
        return { heapUsed, heapResident, external, arrayBuffers: 0, rss: 0 };
      }
    },

    /**
     * The prototype of buffers, where V8 does not count the bytes by which they grow: it does from
     * version 13 on (Node 24).
     */
    uncountedBuffers() {
      if (resize === undefined) return undefined;
      const probe = new ArrayBuffer(0, { maxByteLength: probeBytes });
      const before = memoryUsage().external;
      apply(resize, probe, [probeBytes]);
      return memoryUsage().external - before < probeBytes / 2 ? buffers : undefined;
    },

    /** Of those among the objects that are buffers which can grow. */
    resizableBytes(objects) {
      let bytes = 0;
      for (let index = 0; index < objects.length; index++) {
        try {
          if (apply(isResizable, objects[index], []))
            bytes += apply(byteLength, objects[index], []);
        } catch {
          // It only inherits from a buffer.
        }
      }
      return bytes;
    },

    status() {
      return { settled, thrown, firstThrown, ...consumption() };
    },

    /** Timers, sockets and the like that the program has open, by kind; our own are not counted. */
    activeResources() {
      const counts = countResources();
      for (const kind in ownResources) counts[kind] = (counts[kind] ?? 0) - ownResources[kind];
      const open = {};
      for (const kind in counts) if (counts[kind] > 0) open[kind] = counts[kind];
      return open;
    },

    /** For a process that has other work to do: batches let the event loop turn every so many milliseconds. */
    share(millis) {
      slice = millis;
    },

    setFlags: flags.set,
    moveSurvivors: flags.moveSurvivors,
    restoreFlags: flags.restore,

    /** Drops the function and its receiver, so that a snapshot does not show them held by us. */
    release() {
      fn = newTarget = receiver = argsOf = undefined;
    },
  };
});
