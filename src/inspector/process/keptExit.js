// Part of what a launched process runs before the program.
'use strict';

/**
 * A program that is done may say so by `process.exit()`, and would take its functions along. From each
 * `begin()` on it is kept once: one that asks again (in a loop that waits for its end) means it, as one
 * that failed does.
 */
module.exports = function keptExit(onKept) {
  const { exit } = process;
  let isToKeep = false;
  let wasKept = false;
  process.exit = function (code = process.exitCode) {
    if (!isToKeep || Number(code ?? 0) !== 0) return exit.call(process, code);
    isToKeep = false;
    wasKept = true;
    onKept?.();
    return undefined;
  };
  return {
    begin() {
      isToKeep = true;
    },
    wasKept: () => wasKept,
    /** From now on it may end, and does if it has asked for that. */
    end() {
      isToKeep = false;
      if (wasKept) exit.call(process, 0);
    },
  };
};
