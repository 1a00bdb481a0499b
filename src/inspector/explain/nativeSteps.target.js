// Runs inside the target. Evaluates to a factory of step watches: each call of `step` notes how much
// larger the process is than at the step before, and adds that to the step before. Linux only.
// It reads into memory of its own, so that looking does not make the process grow.
(function createNativeSteps(require) {
  'use strict';
  const { openSync, readSync, closeSync } = require('node:fs');
  const { Float64Array } = globalThis;

  return function openSteps(count) {
    const file = openSync('/proc/self/statm', 'r');
    const text = new Uint8Array(128);
    const grown = new Float64Array(count);
    let current = -1;
    let before = 0;

    /** The file is `size resident shared …`, in pages: what is resident and no file's. */
    function anonymousPages() {
      const length = readSync(file, text, 0, 128, 0);
      let field = 0;
      let resident = 0;
      let shared = 0;
      for (let at = 0; at < length && field < 3; at++) {
        if (text[at] === 32) field++;
        else if (field === 1) resident = 10 * resident + text[at] - 48;
        else if (field === 2) shared = 10 * shared + text[at] - 48;
      }
      return resident - shared;
    }

    return {
      /** For the condition of a breakpoint: never stops. */
      step(next) {
        const now = anonymousPages();
        if (current >= 0) grown[current] += now - before;
        before = now;
        current = next;
        return false;
      },

      /** Pages by which the process grew at each step. */
      grown() {
        const pages = [];
        for (let at = 0; at < count; at++) pages[at] = grown[at];
        return pages;
      },

      close() {
        closeSync(file);
      },
    };
  };
});
