// What a launched process runs instead of the program: it waits for Leak Loop to say what to load.
// `import()` works from here and not from Runtime.evaluate (ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING).
'use strict';
const { createRequire } = require('node:module');
const { Socket } = require('node:net');
const { fileURLToPath } = require('node:url');
const keptExit = require('./keptExit.js');

const announced = Symbol.for('leak-loop.harness');
const announce = globalThis[announced];
delete globalThis[announced];

// Nothing may outlive the engine: when the pipe from it closes, however it died, so does this process.
// It also keeps the event loop alive between calls.
const lifeline = new Socket({ fd: 3 });
lifeline.on('error', () => {}).on('close', () => process.reallyExit(1));
lifeline.resume();

const kept = keptExit();

announce({
  load(url) {
    process.argv[1] = fileURLToPath(url);
    kept.begin();
    return import(url);
  },
  requireFrom: createRequire,
  /** Before the program is run once more. */
  begin: kept.begin,
  wasKept: kept.wasKept,
});
