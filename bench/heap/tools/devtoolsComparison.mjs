// The comparison view of Chrome DevTools: its own worker's sources, both halves of it in one process.
import { createReadStream } from 'node:fs';
import { MessageChannel } from 'node:worker_threads';
import { HeapSnapshotLoader, SecondaryInitManager } from '../../../out/bench/devtoolsWorker.mjs';

// What the worker's sources expect of a browser of today, and Node 20 does not have.
Promise.withResolvers ??= () => {
  const capability = {};
  capability.promise = new Promise((resolve, reject) =>
    Object.assign(capability, { resolve, reject }),
  );
  return capability;
};
const [before, after] = await Promise.all(process.argv.slice(2).map(load));
const diff = after.calculateSnapshotDiff(
  'before',
  before.aggregatesForDiff(after.interfaceDefinitions()),
);
const rows = Object.values(diff).sort((one, other) => other.sizeDelta - one.sizeDelta);
const top = rows.slice(0, 3).map(({ name, countDelta }) => `${name} +${countDelta}`);
process.stdout.write(`\n${JSON.stringify({ answer: `${rows.length} rows: ${top.join(', ')}` })}\n`);
process.exit(0);

async function load(file) {
  const loader = new HeapSnapshotLoader({ sendEvent: () => undefined });
  const { port1, port2 } = new MessageChannel();
  new SecondaryInitManager(port2);
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 }))
    loader.write(chunk);
  loader.close();
  return loader.buildSnapshot(port1);
}
