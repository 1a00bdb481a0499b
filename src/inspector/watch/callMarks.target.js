// Runs inside the target. Evaluates to a factory of marks: each call of `mark` allocates one object
// that stays, so that its place in the order of allocation tells when it was called.
(function createCallMarks() {
  'use strict';
  const most = 5_000;

  /**
   * Keeps its variables, in a context of a size that nothing has which V8 allocates for itself here as
   * code gets warm. A literal would do as well, were its size not to change once V8 knows its site.
   */
  // prettier-ignore
  function landmark(key) {
    const a0 = key, a1 = key, a2 = key, a3 = key, a4 = key, a5 = key, a6 = key, a7 = key, a8 = key, a9 = key;
    const b0 = key, b1 = key, b2 = key, b3 = key, b4 = key, b5 = key, b6 = key, b7 = key, b8 = key, b9 = key;
    const c0 = key, c1 = key, c2 = key, c3 = key, c4 = key, c5 = key, c6 = key, c7 = key, c8 = key, c9 = key;
    const d0 = key, d1 = key, d2 = key, d3 = key, d4 = key, d5 = key, d6 = key, d7 = key, d8 = key, d9 = key;
    const e0 = key, e1 = key, e2 = key, e3 = key, e4 = key, e5 = key, e6 = key, e7 = key, e8 = key, e9 = key;
    return () => [
      a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, b0, b1, b2, b3, b4, b5, b6, b7, b8, b9,
      c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, d0, d1, d2, d3, d4, d5, d6, d7, d8, d9,
      e0, e1, e2, e3, e4, e5, e6, e7, e8, e9,
    ];
  }

  /** The program has run by now, and may have replaced every built-in: none is called. */
  function ofLength(length, value) {
    const list = [];
    for (let at = 0; at < length; at++) list[at] = value;
    return list;
  }

  return function openMarks() {
    const kept = ofLength(most, undefined);
    const keys = ofLength(most, 0);
    let count = 0;

    return {
      /** For the condition of a breakpoint: never stops. */
      mark(key) {
        if (count < most) {
          keys[count] = key;
          kept[count] = landmark(key);
          count++;
        }
        return false;
      },
      keys() {
        const used = [];
        for (let at = 0; at < count; at++) used[at] = keys[at];
        return used;
      },
      count: () => count,
    };
  };
});
