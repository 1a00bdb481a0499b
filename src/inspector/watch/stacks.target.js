// Runs inside the target. Evaluates to what reads stacks: of now, and of what set going what runs now.
// Every intrinsic is captured now, before the program could replace it.
(function createStacks(require) {
  'use strict';
  const { createHook, executionAsyncId } = require('node:async_hooks');
  const { slice } = Array.prototype;
  const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect;
  const { Error } = globalThis;
  const { captureStackTrace } = Error;
  const mostFrames = 40;
  /** Stacks of timers, requests and promises, some 10 µs each. */
  const mostNotes = 10_000;
  /** From a timer to what set it, and so on: a chain of promises has a link for each step. */
  const mostLinks = 64;
  const mostOrigins = 12;

  /**
   * Frames as plain values: an Error keeps the closures of its frames alive until its stack is read.
   *
   * @param below the function of ours whose caller is the first frame
   */
  function stackHere(below) {
    const prepare = getOwnPropertyDescriptor(Error, 'prepareStackTrace');
    const limit = getOwnPropertyDescriptor(Error, 'stackTraceLimit');
    const holder = {};
    try {
      // The program's own formatter must not run; where it cannot be moved aside, there is no stack.
      const ours = { configurable: true, writable: true };
      if (!defineProperty(Error, 'prepareStackTrace', { ...ours, value: describeSites })) return [];
      defineProperty(Error, 'stackTraceLimit', { ...ours, value: mostFrames });
      captureStackTrace(holder, below);
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

  function restore(object, key, descriptor) {
    if (descriptor === undefined) deleteProperty(object, key);
    else defineProperty(object, key, descriptor);
  }

  /** Node's hooks are on top where something begins. */
  function withoutHooks(frames) {
    let first = 0;
    while (first < frames.length && frames[first].url === 'node:internal/async_hooks') first++;
    return apply(slice, frames, [first]);
  }

  /** By the id that Node gives to what is to run later: the stack that made it, and in what that ran itself. */
  let begun;
  /** By the id of a promise: the stack that resolved it, and in what that ran. */
  let resolved;
  let count = 0;
  let hook;

  function noteBegun(id, _type, trigger) {
    note(noteBegun, begun, id, trigger);
  }

  function noteResolved(id) {
    note(noteResolved, resolved, id);
  }

  /** An exception in here would end the process. */
  function note(below, notes, id, trigger) {
    if (notes === undefined || count >= mostNotes) return;
    count++;
    try {
      notes[id] = { frames: withoutHooks(stackHere(below)), from: executionAsyncId(), trigger };
    } catch {
      // Without a stack: nothing is known of it.
    }
  }

  const madeBy = (id) => begun[id];
  /** What goes on after a promise, a loop that was begun long ago for one, was set going by what resolved that. */
  const resolvedBy = (id) => resolved[begun[id]?.trigger] ?? begun[id];

  function addOrigins(origins, noteOf) {
    const most = origins.length + mostOrigins;
    let id = executionAsyncId();
    for (let link = 0; link < mostLinks && origins.length < most; link++) {
      const known = noteOf(id);
      if (known === undefined) break;
      if (known.frames.length > 0) origins[origins.length] = known.frames;
      id = known.from;
    }
  }

  return {
    stackHere,

    /**
     * The stacks that set going what runs now, the nearest first; none unless they are traced. First those
     * that made it, then those that resolved what it waited for.
     */
    originsHere() {
      const origins = [];
      if (begun === undefined) return origins;
      addOrigins(origins, madeBy);
      addOrigins(origins, resolvedBy);
      return origins;
    },

    /** From now on it is remembered what sets going what. */
    traceOrigins() {
      begun = { __proto__: null };
      resolved = { __proto__: null };
      count = 0;
      hook ??= createHook({ init: noteBegun, promiseResolve: noteResolved });
      hook.enable();
    },

    forgetOrigins() {
      begun = undefined;
      resolved = undefined;
      hook?.disable();
    },
  };
});
