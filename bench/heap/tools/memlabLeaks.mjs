// memlab's own search for leaks in three snapshots: what was allocated before the second and is alive in the third.
// Without a filter it looks for detached elements and the like only; a user of Node.js has to write one.
import api from '@memlab/api';
import core from '@memlab/core';

core.config.externalLeakFilter = {
  leakFilter: ({ type }) => type === 'object' || type === 'closure',
};
const [before, middle, after] = process.argv.slice(2);
const leaks = await api.findLeaksBySnapshotFilePaths(before, middle, after, {
  consoleMode: api.ConsoleMode?.SILENT,
});
process.stdout.write(`\n${JSON.stringify({ answer: `${leaks.length} clusters` })}\n`);
