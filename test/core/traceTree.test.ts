import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildHeap } from './graphDsl';
import { parseText, snapshotText, type TextOptions } from './snapshotText';

const { rows } = buildHeap(({ root, object }) => {
  root.element(0, object('Item', { trace: 4 }));
});
const [rootName, make, outer, file] = ['(root)', 'make', 'outer', '/app/a.js'].map((text) =>
  rows.string(text),
);
const functions = `[0,${rootName!},0,0,0,0, 1,${outer!},${file!},7,1,1, 2,${make!},${file!},7,12,5]`;
const tree = '[1,0,0,0,[2,1,0,0,[3,2,1,24,[],4,2,3,72,[\n]],5,2,0,0,[]]]';
const outerFrame = { functionName: 'outer', scriptName: '/app/a.js', scriptId: 7, line0: 0, column0: 0 }; // prettier-ignore
const makeFrame = { functionName: 'make', scriptName: '/app/a.js', scriptId: 7, line0: 11, column0: 4 }; // prettier-ignore

test('a stack is told leaf first, 0-based, without the row of V8 itself', () => {
  const { traces, nodeTrace } = parse(tree);
  assert.equal(nodeTrace[1], 4);
  assert.deepEqual(traces.stack(4), [makeFrame, outerFrame]);
  assert.deepEqual(traces.stack(3), [makeFrame, outerFrame]);
  assert.deepEqual(traces.stack(5), [makeFrame]);
  for (const untracked of [0, 1, 6, 1e9]) assert.deepEqual(traces.stack(untracked), []);
});

test('the fields of a row may stand in another order, with others between', () => {
  const meta = { trace_node_fields: ['since', 'children', 'function_info_index', 'id'] };
  const { traces } = parse('[9,[9,[9,[],2,4],1,2],0,1]', { meta });
  assert.deepEqual(traces.stack(4), [makeFrame, outerFrame]);
});

test('a tree may arrive in pieces, and be 100,000 calls deep', () => {
  const depth = 100_000;
  const open = Array.from({ length: depth }, (_, i) => `${i + 1},${i % 3},0,0,[`).join('');
  const { traces } = parse(`[${open}${']'.repeat(depth)}]`);
  assert.equal(traces.stack(depth).length, depth - 1);
});

test('a broken tree is refused', () => {
  const broken = [
    '[1,0,0,[]]', // a field is missing
    '[1,0,0,0]', // no list of children
    '[[],0,0,0,[]]',
    '[1,0,0,0,[],]extra',
    '[1,0,0,0,[2,9,0,0,[]]]', // no such function
    '[1,,0,0,[]]',
    '[1 0,0,0,[]]',
    '[1,0,0,-1,[]]',
    '[1,0,0,0,5]',
    '7',
  ];
  for (const text of broken) assert.throws(() => parse(text), { code: 'malformed' }, text);
});

test('a function whose name is no string of the snapshot is refused', () => {
  const sections = { trace_function_infos: '[0,9999,0,0,0,0]', trace_tree: '[]' };
  assert.throws(() => parseText(snapshotText(rows, { sections })), /string 9999 is used/);
});

function parse(traceTree: string, options: TextOptions = {}) {
  const sections = { trace_function_infos: functions, trace_tree: traceTree };
  return parseText(snapshotText(rows, { ...options, sections }));
}
