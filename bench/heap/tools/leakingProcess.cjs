// What a user of heap snapshots does by hand: a process that calls the leaking function and writes snapshots.
//
//   node --expose-gc leakingProcess.cjs <folder> <snapshots>        MEGABYTES=…: the heap beside it
//
// Writes <folder>/1.heapsnapshot after some calls that warm up, and each other after so many calls more.
const { join } = require('node:path');
const { writeHeapSnapshot } = require('node:v8');
const { open } = require('../program.cjs');

const [folder, snapshots] = process.argv.slice(2);
/** As many as fuite makes of its scenario: a number that no program has by itself. */
const calls = 7;

let made = 0;
for (let snapshot = 1; snapshot <= Number(snapshots); snapshot++) {
  for (let call = 0; call < calls; call++) open(made++);
  globalThis.gc();
  writeHeapSnapshot(join(folder, `${snapshot}.heapsnapshot`));
}
