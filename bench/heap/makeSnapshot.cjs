// Builds a heap of about so many megabytes and writes its snapshot.
//
//   node makeSnapshot.cjs <megabytes> <file> [--traced]
//
// --traced: every allocation is tracked, so that the snapshot bears the stacks of them.
const { once } = require('node:events');
const { createWriteStream } = require('node:fs');
const { Session } = require('node:inspector/promises');
const { writeHeapSnapshot } = require('node:v8');
const { fill } = require('./visits.cjs');

const [megabytes, file, flag] = process.argv.slice(2);

async function traced() {
  const session = new Session();
  session.connect();
  const out = createWriteStream(file);
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => out.write(params.chunk));
  await session.post('HeapProfiler.startTrackingHeapObjects', { trackAllocations: true });
  fill(megabytes);
  await session.post('HeapProfiler.stopTrackingHeapObjects', { reportProgress: false });
  out.end();
  await once(out, 'finish');
}

if (flag === '--traced') {
  void traced();
} else {
  fill(megabytes);
  writeHeapSnapshot(file);
}
