// As fuite does it: types of which there are more, by one for each call at least, by their counts in two snapshots.
import core from '@memlab/core';

const { config, utils } = core;
config.muteConsole = true;
const calls = 7;
const [before, after] = await Promise.all(process.argv.slice(2).map(countsOf));
const growing = [...after].filter(([name, count]) => count - (before.get(name) ?? 0) >= calls);
process.stdout.write(
  `\n${JSON.stringify({ answer: growing.map(([name]) => name.slice(0, 40)).join(', ') })}\n`,
);

async function countsOf(file) {
  const snapshot = await utils.getSnapshotFromFile(file, { buildNodeIdIndex: false });
  const counts = new Map();
  snapshot.nodes.forEach(({ type, name }) => {
    if (type !== 'object' && type !== 'closure') return;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  return counts;
}
