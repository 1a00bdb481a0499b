// Builds a heap of about so many megabytes and writes its snapshot.
//
//   node makeSnapshot.cjs <megabytes> <file> [--traced]
//
// --traced: every allocation is tracked, so that the snapshot bears the stacks of them.
const { once } = require('node:events');
const { createWriteStream } = require('node:fs');
const { Session } = require('node:inspector/promises');
const { writeHeapSnapshot } = require('node:v8');

const [megabytes, file, flag] = process.argv.slice(2);

class Registry {
  visits = [];
  byName = new Map();
}
class Visit {
  constructor(number, registry) {
    this.number = number;
    this.page = {
      path: `/page/${number % 1_000}`,
      query: { number: number + 0.5, tags: ['a', `t${number}`] },
    };
    this.onEnd = () => registry.byName.delete(this.name);
    this.name = `visit ${number}`;
  }
}

const registry = new Registry();
globalThis.registry = registry;

function fill() {
  const enough = Number(megabytes) * 2 ** 20;
  for (let number = 0; ; number++) {
    const visit = new Visit(number, registry);
    registry.visits.push(visit);
    registry.byName.set(visit.name, visit);
    if (number % 4_096 === 0 && process.memoryUsage().heapUsed > enough) return;
  }
}

async function traced() {
  const session = new Session();
  session.connect();
  const out = createWriteStream(file);
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => out.write(params.chunk));
  await session.post('HeapProfiler.startTrackingHeapObjects', { trackAllocations: true });
  fill();
  await session.post('HeapProfiler.stopTrackingHeapObjects', { reportProgress: false });
  out.end();
  await once(out, 'finish');
}

if (flag === '--traced') {
  void traced();
} else {
  fill();
  writeHeapSnapshot(file);
}
