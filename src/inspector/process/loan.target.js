// Runs inside a process that was joined, not started. Evaluates to a factory of loans: what was changed
// in the process for the time of a measurement is put back when that ends, and by itself when nobody
// extends the loan any more, because the one who measured was killed.
(function createLoans() {
  'use strict';
  const { setTimeout, clearTimeout } = globalThis;
  const { defineProperty, getOwnPropertySymbols } = Object;
  const { now } = Date;
  const { keyFor } = Symbol;
  const { startsWith } = String.prototype;
  const { apply } = Reflect;

  /** The loan of this thread. */
  const known = Symbol.for('leak-loop.loan');
  /** Whoever measures extends it every ten seconds. */
  const mostMillisWithout = 30_000;

  /** Names of ours that a breakpoint's condition may be using. */
  function removeNames() {
    const symbols = getOwnPropertySymbols(globalThis);
    for (let at = 0; at < symbols.length; at++) {
      const name = keyFor(symbols[at]);
      if (name !== undefined && apply(startsWith, name, ['leak-loop.']))
        delete globalThis[symbols[at]];
    }
  }

  return function createLoan(driver, watches) {
    const others = [];
    let isOpen = false;
    let timer;
    let extendedAt = 0;

    /** Once: by then somebody else may measure. */
    function putBack() {
      if (!isOpen) return;
      isOpen = false;
      clearTimeout(timer);
      driver.stop();
      watches.restoreAll();
      driver.release();
      for (let at = 0; at < others.length; at++) others[at].putBack();
      driver.restoreFlags();
      removeNames();
    }

    const loan = {
      putBack,
      isExtended: () => now() - extendedAt < mostMillisWithout,
      /**
       * Changes what has to be for a measurement. False, and nothing is changed, where somebody else measures in
       * this thread: V8 has one sampler and one tracker for it, and each of them would take the calls of the
       * other for its own. A loan whose owner was killed is put back first.
       */
      open(millis) {
        const other = globalThis[known];
        if (other?.isExtended()) return false;
        other?.putBack();
        isOpen = true;
        defineProperty(globalThis, known, { value: loan, configurable: true });
        driver.setFlags();
        loan.extend(millis);
        return true;
      },
      /** Something else that was changed, and can be put back. */
      add(other) {
        others[others.length] = other;
      },
      extend(millis) {
        extendedAt = now();
        clearTimeout(timer);
        timer = setTimeout(putBack, millis);
        timer.unref();
      },
    };
    return loan;
  };
});
