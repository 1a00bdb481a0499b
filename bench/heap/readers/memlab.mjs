// memlab's own reader with its path finder, which computes shortest paths, dominators and retained sizes.
import core from '@memlab/core';

const { analysis, config, utils } = core;

export async function analyse(file) {
  config.muteConsole = true;
  const snapshot = await utils.getSnapshotFromFile(file, { buildNodeIdIndex: true });
  const finder = analysis.preparePathFinder(snapshot);
  let visits = 0;
  let registry;
  snapshot.nodes.forEach((node) => {
    if (node.type !== 'object') return;
    if (node.name === 'Visit') visits++;
    if (node.name === 'Registry' && node.retainedSize > (registry?.retainedSize ?? 0))
      registry = node;
  });
  return {
    nodes: snapshot.nodes.length,
    edges: snapshot.edges.length,
    visits,
    retained: registry.retainedSize,
    path: finder.getPathToGCRoots(snapshot, registry) !== null,
  };
}
