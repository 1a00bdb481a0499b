// Preloaded before everything else of a launched process: it waits there until Leak Loop is in place.
// (`--inspect-brk` would wait, too, but workers inherit it natively and forked children by
// process.execArgv, and then wait forever for a debugger of their own: Node 20 and newer.)
'use strict';
const { writeSync } = require('node:fs');
const inspector = require('node:inspector');
const { isMainThread } = require('node:worker_threads');

delete require.cache[__filename];

if (isMainThread) {
  const { execArgv } = process;
  // What children that are forked inherit is what the program was given, and nothing of ours.
  execArgv.splice(0, execArgv.indexOf(__filename) + 1);
  writeSync(3, '\n'); // Node has started: from now on the inspector may evaluate
  inspector.waitForDebugger();
}
