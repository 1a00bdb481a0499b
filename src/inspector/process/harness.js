// What a launched process runs instead of the program: it waits for Leak Loop to say what to load.
// `import()` works from here and not from Runtime.evaluate (ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING).
'use strict';
const { createRequire } = require('node:module');
const { Socket } = require('node:net');
const { fileURLToPath } = require('node:url');

const announced = Symbol.for('leak-loop.harness');
const announce = globalThis[announced];
delete globalThis[announced];

// Nothing may outlive the engine: when the pipe from it closes, however it died, so does this process.
// It also keeps the event loop alive between calls.
const lifeline = new Socket({ fd: 3 });
lifeline.on('error', () => {}).on('close', () => process.reallyExit(1));
lifeline.resume();

// A program that is done may say so by `process.exit()`, and would take its functions along. Kept once for
// each time that it is run: one that asks again (in a loop that waits for its end) means it, as one that failed.
const { exit } = process;
let isToKeep = false;
let wasKept = false;
process.exit = function (code = process.exitCode) {
  if (!isToKeep || Number(code ?? 0) !== 0) return exit.call(process, code);
  isToKeep = false;
  wasKept = true;
  return undefined;
};

function begin() {
  isToKeep = true;
}

announce({
  load(url) {
    process.argv[1] = fileURLToPath(url);
    begin();
    return import(url);
  },
  requireFrom: createRequire,
  /** Before the program is run once more. */
  begin,
  wasKept: () => wasKept,
});
