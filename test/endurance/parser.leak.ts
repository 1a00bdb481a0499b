import { findCauses } from '../../src/core/causes/causes';
import { indexHeap } from '../../src/core/heap/heapIndex';
import { SnapshotParser } from '../../src/core/heap/snapshotParser';
import { buildHeap } from '../core/graphDsl';
import { snapshotText } from '../core/snapshotText';

/** A list that grows, as V8 would write its snapshot. */
export function setup(): string {
  const { rows } = buildHeap(({ root, object }) => {
    const list = object('Array');
    root.element(1, list);
    for (let i = 0; i < 200; i++) list.element(i, object('Session'));
  });
  return snapshotText(rows);
}

/** Parsing, indexing and finding causes. */
export function run(text: string): void {
  const parser = new SnapshotParser();
  parser.push(text);
  const boundaries = [300, 320, 340, 360, 380];
  findCauses(indexHeap(parser.finish(), boundaries), { calls: [1, 1, 1, 1], allCalls: 100 });
}
