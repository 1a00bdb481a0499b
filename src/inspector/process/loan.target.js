// Runs inside a process that was joined, not started. Evaluates to a factory of loans: what was changed
// in the process for the time of a measurement is put back when that ends, and by itself when nobody
// extends the loan any more, because the one who measured was killed.
(function createLoans() {
  'use strict';
  const { setTimeout, clearTimeout } = globalThis;
  const { getOwnPropertySymbols } = Object;
  const { keyFor } = Symbol;
  const { startsWith } = String.prototype;
  const { apply } = Reflect;

  /** Names of ours that a breakpoint's condition may be using. */
  function removeNames() {
    const symbols = getOwnPropertySymbols(globalThis);
    for (let at = 0; at < symbols.length; at++) {
      const name = keyFor(symbols[at]);
      if (name !== undefined && apply(startsWith, name, ['leak-loop.']))
        delete globalThis[symbols[at]];
    }
  }

  return function openLoan(driver, watches) {
    const others = [];
    let timer;

    function putBack() {
      clearTimeout(timer);
      driver.stop();
      watches.restoreAll();
      driver.release();
      for (let at = 0; at < others.length; at++) others[at].putBack();
      driver.restoreFlags();
      removeNames();
    }

    return {
      putBack,
      /** Something else that was changed, and can be put back. */
      add(other) {
        others[others.length] = other;
      },
      extend(millis) {
        clearTimeout(timer);
        timer = setTimeout(putBack, millis);
        timer.unref();
      },
    };
  };
});
