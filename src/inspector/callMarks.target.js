// Runs inside the target. Evaluates to a factory of marks: each call of `mark` allocates one object
// that stays, so that its place in the order of allocation tells when it was called.
(function createCallMarks() {
  'use strict';
  const most = 5_000;

  return function openMarks() {
    const kept = new Array(most).fill(undefined);
    const keys = new Array(most).fill(0);
    let count = 0;

    return {
      /** For the condition of a breakpoint: never stops. */
      mark(key) {
        if (count < most) {
          keys[count] = key;
          kept[count] = () => key; // of the same size each time: a literal grows once V8 knows its site
          count++;
        }
        return false;
      },
      keys: () => keys.slice(0, count),
      count: () => count,
    };
  };
});
