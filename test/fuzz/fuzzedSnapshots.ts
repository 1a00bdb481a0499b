import { findCauses } from '../../src/core/causes/causes';
import { indexHeap } from '../../src/core/heap/heapIndex';
import { SnapshotError, SnapshotParser } from '../../src/core/heap/snapshotParser';
import { damage, sameAsJson } from '../core/damagedSnapshots';
import { buildHeap } from '../core/graphDsl';
import { snapshotText, usualNodeFields, type TextOptions } from '../core/snapshotText';
import type { FuzzTarget } from './fuzzTarget';
import { mutateBytes, pick, shuffled, type Random } from './mutations';

/** A module with a list, a map and a listener in which each of five calls left something. */
const { rows } = buildHeap(({ root, object, closure, synthetic, node }) => {
  const gcRoots = synthetic('(GC roots)', { size: 0 });
  const [context, list, map] = [node('object', 'system / Context'), object('Array'), object('Map')];
  const [elements, table] = [node('array', '(object elements)'), node('array', '(table)')];
  const main = closure('main', { location: { scriptId: 7, line0: 0, column0: 41 } });
  root.element(1, gcRoots).shortcut('main', main);
  main.internal('context', context).hidden(70_000, list);
  context.context('list', list).context('map', map);
  list.internal('elements', elements);
  map.internal('table', table);
  for (let call = 0; call < 5; call++) {
    const session = object('Session', {
      trace: 12,
      location: { scriptId: 7, line0: 3, column0: 2 },
    });
    session.property('é ☃ 😀 \ud800', node('string', 'a'.repeat(call)));
    elements.element(call, session);
    table.internal(`${call}`, session).weak('target', main);
    main.weakMapEntry(table, session);
  }
});
const sections = [
  'nodes',
  'edges',
  'trace_function_infos',
  'trace_tree',
  'samples',
  'locations',
  'strings',
];
const huge = [
  0,
  1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 53,
  1e300,
  -1,
  0.5,
  '"x"',
  'null',
  '[]',
  '{}',
];

function reordered(random: Random): string {
  const order = shuffled(random, sections);
  const counts = [0, 1, rows.nodes.length - 1, rows.nodes.length + 1, 2 ** 31, 4e9, 9e15, -1, 1.5];
  const options: TextOptions = {
    order: random(4) === 0 ? order.slice(1) : random(8) === 0 ? [...order, 'nodes'] : order,
    nodeFields: shuffled(
      random,
      random(2) === 0 ? usualNodeFields : [...usualNodeFields, 'colour', 'age'],
    ),
    ...(random(3) === 0
      ? { header: { [pick(random, ['node_count', 'edge_count'])]: pick(random, counts) } }
      : {}),
    ...(random(3) === 0 ? { lines: 'none' as const } : {}),
  };
  return snapshotText(rows, options);
}

/** One number, anywhere, is another. */
function otherNumber(random: Random): string {
  const text = snapshotText(rows);
  const numbers = [...text.matchAll(/(?<=[[,\n:])\d+(?=[\],\n}])/g)];
  const { index, 0: number } = pick(random, numbers);
  return `${text.slice(0, index)}${String(pick(random, huge))}${text.slice(index + number.length)}`;
}

/** Types and fields that V8 does not have yet. */
function ofTheFuture(random: Random): string {
  const type = `"${pick(random, ['synthetic', 'object', 'closure', 'element', 'weak', 'context'])}"`;
  return snapshotText(rows).replace(
    type,
    pick(random, ['"quantum"', '"__proto__"', '""', `${type},"new"`]),
  );
}

export const fuzzedSnapshots: FuzzTarget<string | Uint8Array> = {
  name: 'heap snapshots',
  share: 0.6,
  input: (random) => {
    const make = pick(random, [
      () => damage(snapshotText(rows), random),
      () => damage(damage(reordered(random), random), random),
      () => reordered(random),
      () => otherNumber(random),
      () => ofTheFuture(random),
      () => mutateBytes(random, snapshotText(rows)),
      () => snapshotText(rows).slice(0, random(snapshotText(rows).length)),
    ]);
    return make();
  },
  judge: (input) => {
    const parser = new SnapshotParser();
    try {
      parser.push(input);
      const graph = parser.finish();
      if (typeof input === 'string') sameAsJson(graph, input);
      const last = Math.max(1, ...graph.nodeId);
      const boundaries = [0.3, 0.5, 0.6, 0.8, 0.9, 1].map((share) => Math.floor(share * last));
      findCauses(indexHeap(graph, boundaries), { calls: [1, 1, 1, 2, 2], allCalls: 100 });
      return 'accepted';
    } catch (error) {
      if (error instanceof SnapshotError) return 'refused';
      throw error;
    }
  },
};
