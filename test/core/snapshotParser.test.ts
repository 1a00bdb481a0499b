import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edgeIsNamed, edgeLabel, type HeapGraph } from '../../src/core/heap/heapGraph';
import { SnapshotError, SnapshotParser } from '../../src/core/heap/snapshotParser';
import { damage, sameAsJson } from './damagedSnapshots';
import { buildHeap, type HeapRows } from './graphDsl';
import { randomSource } from './randomSource';
import { parseText, snapshotText, type TextOptions } from './snapshotText';

const heap = buildHeap(({ root, object, closure, synthetic, node }) => {
  const gcRoots = synthetic('(GC roots)', { size: 0 });
  const sessions = node('array', '', { size: 1024, id: 2 ** 32 - 1 });
  const session = object('Session "quoted" \\ \u0001', {
    location: { scriptId: 7, line0: 0, column0: 41 },
  });
  const listener = closure('onTick', {
    trace: 12,
    location: { scriptId: 123456, line0: 9, column0: 0 },
  });
  root.element(1, gcRoots).shortcut('2', sessions);
  gcRoots.hidden(70_000, sessions).weak('target', session);
  sessions.element(0, session).internal('map', listener);
  listener.context('sessions', sessions).property('é ☃ 😀 \ud800', session);
});

test('a parsed snapshot is the same graph as the one built in memory', () => {
  sameGraph(parseText(snapshotText(heap.rows)), heap.graph);
});

test('chunks may end anywhere, as text and as bytes', () => {
  const text = snapshotText(heap.rows, { lines: 'rows' });
  const bytes = new TextEncoder().encode(text);
  for (let split = 1; split < text.length; split++) {
    sameGraph(parseChunks([text.slice(0, split), text.slice(split)]), heap.graph);
  }
  const wellFormed = parseChunks([bytes]);
  for (let split = 1; split < bytes.length; split++) {
    sameGraph(parseChunks([bytes.subarray(0, split), bytes.subarray(split)]), wellFormed);
  }
});

test('a snapshot may arrive one character at a time', () => {
  sameGraph(parseChunks(snapshotText(heap.rows).split('')), heap.graph);
  sameGraph(parseChunks(snapshotText(heap.rows, { lines: 'none' }).split('')), heap.graph);
});

test('a chunk of bytes may be re-used after it was pushed', () => {
  const bytes = new TextEncoder().encode(snapshotText(asciiHeap().rows));
  const buffer = new Uint8Array(13);
  const parser = new SnapshotParser();
  for (let at = 0; at < bytes.length; at += buffer.length) {
    const part = bytes.subarray(at, at + buffer.length);
    buffer.set(part);
    parser.push(buffer.subarray(0, part.length));
    buffer.fill(0x5b);
  }
  sameGraph(parser.finish(), asciiHeap().graph);
});

test('every field stands where the meta section says, and unknown ones are passed over', () => {
  const options: TextOptions = {
    nodeFields: [
      'hash',
      'edge_count',
      'self_size',
      'id',
      'colour',
      'name',
      'type',
      'trace_node_id',
    ],
    edgeFields: ['to_node', 'since', 'name_or_index', 'type'],
    locationFields: ['column', 'line', 'module', 'script_id', 'object_index'],
  };
  sameGraph(parseText(snapshotText(heap.rows, options)), heap.graph);
});

test('sections may come in any order after the header, unknown ones among them', () => {
  const options: TextOptions = {
    order: ['future', 'strings', 'locations', 'number', 'edges', 'word', 'nodes', 'text', 'empty'],
    sections: {
      future: '{"a":[1,{"b":"]}\\""}],"c":null}',
      number: '-1.5e3',
      word: 'true',
      text: '"nodes\\":["',
      empty: '[]',
    },
  };
  sameGraph(parseText(snapshotText(heap.rows, options)), heap.graph);
});

test('negative numbers in unknown fields do no harm, in known ones they are refused', () => {
  const text = snapshotText(asciiHeap().rows, { nodeFields: [...plainNodeFields, 'detachedness'] });
  const negative = text.replace('"nodes":[9,1,1,0,1,0', '"nodes":[9,1,1,0,1,-17');
  assert.notEqual(negative, text);
  sameGraph(parseText(negative), asciiHeap().graph);
  throwsMalformed(text.replace('"nodes":[9,1,1,', '"nodes":[9,1,-1,'), /node 0 has id -1/);
});

test('a snapshot without trace_node_id has no traces', () => {
  const graph = parseText(snapshotText(asciiHeap().rows, { nodeFields: plainNodeFields }));
  assert.deepEqual(graph.nodeTrace, new Uint32Array(graph.nodeCount));
  assert.deepEqual(graph.traces.stack(0), []);
});

test('ids and sizes beyond 2³² stay exact', () => {
  const { rows } = buildHeap(({ root, object }) => {
    const small = object('Small', { id: 3, size: 24 });
    const big = object('Big', { id: 2 ** 40 + 1, size: 2 ** 33 + 16 });
    root.element(0, small).element(1, big);
  });
  const graph = parseText(snapshotText(rows));
  assert.deepEqual([...graph.nodeId], [1, 3, 2 ** 40 + 1]);
  assert.deepEqual([...graph.nodeSelfSize], [0, 24, 2 ** 33 + 16]);
});

test('more rows than one buffer holds are all there', () => {
  const { rows, graph } = buildHeap(({ root, object }) => {
    for (let i = 0; i < 150_000; i++) root.element(i, object('Item', { size: i }));
  });
  sameGraph(parseText(snapshotText(rows)), graph);
});

test('edges of a kind that nobody knows yet carry no name', () => {
  const text = snapshotText(asciiHeap().rows).replace('"weak"]', '"weak","quantum"]');
  const graph = parseText(text.replace('"edges":[1,0,', '"edges":[7,999999,'));
  assert.equal(graph.edgeTypes[graph.edgeType[0]!], 'quantum');
  assert.equal(edgeIsNamed(graph, 0), false);
  assert.equal(edgeLabel(graph, 0), '999999');
});

test('strings with every escape, lone surrogates and broken UTF-8 are read, never refused', () => {
  const filler = '"",'.repeat(9) + '""';
  const strings = String.raw`["\"\\\/\b\f\n\r\t\u0041\ud83d\ude00","\ud800x","\udfff","raw ☃ 😀","\q \u12",${filler}]`;
  const text = snapshotText(asciiHeap().rows, { sections: { strings } });
  const read = (graph: HeapGraph) => [0, 1, 2, 3, 4].map((i) => graph.strings.get(i));
  const expected = ['"\\/\b\f\n\r\tA😀', '\ud800x', '\udfff', 'raw ☃ 😀', 'q \ufffd12'];
  assert.deepEqual(read(parseText(text)), expected);
  assert.deepEqual(read(parseChunks([new TextEncoder().encode(text)])), expected);
  const broken = [0xff, 0xc3, 0x28, 0xe2, 0x98, 0xf0, 0x9f, 0x98, 0xc0, 0x80];
  const graph = parseChunks([
    new TextEncoder().encode(text.slice(0, text.indexOf(strings))),
    Uint8Array.from([
      ...Buffer.from('["a","b","c","d","'),
      ...broken,
      ...Buffer.from(`",${filler}]}`),
    ]),
  ]);
  assert.match(graph.strings.get(4), /^\ufffd+\(\ufffd+$/u);
});

test('long strings are whole although they span blocks, and text between chunks of a pair too', () => {
  const long = 'ab\\"😀é'.repeat(200_000);
  const { rows } = buildHeap(({ root, object }) => root.property(long, object('After')));
  const graph = parseText(snapshotText(rows));
  assert.equal(edgeLabel(graph, 0), long);
  assert.equal(graph.strings.get(graph.nodeName[1]!), 'After');
  assert.throws(() => graph.strings.get(graph.strings.length), RangeError);
});

test('a snapshot that is cut off anywhere says so', () => {
  const text = snapshotText(asciiHeap().rows);
  for (let length = 0; length < text.length; length++) {
    assert.throws(() => parseText(text.slice(0, length)), {
      name: 'SnapshotError',
      code: 'truncated',
      message: /is cut off/,
    });
  }
  assert.throws(() => parseText(text.slice(0, -20)), /ends in or after "strings" after \d+ bytes/);
});

test('contradictions are named', () => {
  const { rows } = asciiHeap();
  const malformed: readonly [string, RegExp][] = [
    ['<html>', /"<" was not expected at its start/],
    ['[]', /not expected at its start/],
    ['{"nodes":[]}', /"nodes" comes before "snapshot"/],
    ['{"snapshot":1}', /"snapshot" is no object/],
    ['{"snapshot":{"meta":}}', /is no JSON/],
    ['{"snapshot":{}}', /has no "meta"/],
    ['{"x":1}', /it has no "snapshot"/],
    [`${snapshotText(rows)}x`, /"x" was not expected after "strings"/],
    [
      snapshotText(rows, { header: { node_count: 4 } }),
      /it has 5 nodes, not the 4|more nodes than/,
    ],
    [snapshotText(rows, { header: { node_count: 9e15 } }), /"node_count" is no count/],
    [snapshotText(rows, { header: { node_count: 4e9 } }), /not the 4000000000 declared/],
    [snapshotText(rows, { header: { edge_count: 4e9 } }), /not the 4000000000 declared/],
    [snapshotText(rows, { header: { edge_count: 1 } }), /more edges than the 1 declared/],
    [snapshotText(rows, { header: { node_count: 0 } }), /no nodes/],
    [snapshotText(rows, { nodeFields: ['type', 'name', 'id', 'self_size'] }), /lacks "edge_count"/],
    [snapshotText(rows, { meta: { edge_types: [] } }), /"edge_types" does not list/],
    [snapshotText(rows, { order: ['nodes', 'strings'] }), /it has no "edges"/],
    [snapshotText(rows, { order: ['nodes', 'nodes'] }), /"nodes" twice/],
    [snapshotText(rows, { sections: { strings: '["a"]' } }), /there are only 1/],
    [snapshotText(rows, { sections: { edges: '{}' } }), /"edges" has "{" in it/],
    [snapshotText(rows, { sections: { edges: '[1,0,7,1]' } }), /"edges" ends inside a row/],
    [snapshotText(rows, { sections: { edges: '[1,0,8]' } }), /edge 0 has to_node 8/],
    [snapshotText(rows, { sections: { edges: '[1,0,700]' } }), /edge 0 has to_node 700/],
    [snapshotText(rows, { sections: { edges: '[77,0,7]' } }), /edge 0 has type 77/],
    [snapshotText(rows, { sections: { edges: '[1,,7]' } }), /"edges" has "," in it/],
    [snapshotText(rows, { sections: { edges: '[1 0,7]' } }), /"edges" has "0" in it/],
    [snapshotText(rows, { sections: { edges: '[1,0.5,7]' } }), /"edges" has "." in it/],
    [snapshotText(rows, { sections: { strings: '["a" "b"]' } }), /between strings/],
    [snapshotText(rows, { sections: { locations: '[8,1,1,1]' } }), /a location belongs to/],
    [`{"${'k'.repeat(5000)}":1}`, /name of a section has no end/],
    [`{"snapshot":"${'k'.repeat(2 << 20)}"}`, /header has no end/],
  ];
  for (const [text, message] of malformed) throwsMalformed(text, message);
});

test('a count of billions costs no memory before the rows are there', () => {
  const before = process.memoryUsage().arrayBuffers;
  const parser = new SnapshotParser();
  const header = { node_count: 4e9, edge_count: 4e9 };
  parser.push(snapshotText(asciiHeap().rows, { header }).slice(0, -1));
  assert.ok(process.memoryUsage().arrayBuffers - before < 16 << 20);
});

test('2,000 damaged snapshots give an error or exactly the graph that their text describes', () => {
  const text = snapshotText(heap.rows);
  const random = randomSource(1);
  let refused = 0;
  for (let i = 0; i < 2000; i++) {
    const damaged = damage(text, random);
    const graph = parseOrRefuse(damaged);
    if (!graph) refused++;
    else sameAsJson(graph, damaged);
  }
  assert.ok(refused > 500 && refused < 1950, `${refused} refused`);
});

const plainNodeFields = ['type', 'name', 'id', 'self_size', 'edge_count'];

function asciiHeap(): { readonly rows: HeapRows; readonly graph: HeapGraph } {
  return buildHeap(({ root, object }) => {
    const [a, b, c, d] = [object('A'), object('B'), object('C'), object('D')];
    root.element(0, a);
    a.property('b', b).property('c', c);
    b.property('d', d);
    c.property('d', d);
  });
}

function parseChunks(chunks: readonly (string | Uint8Array)[]): HeapGraph {
  const parser = new SnapshotParser();
  for (const chunk of chunks) parser.push(chunk);
  return parser.finish();
}

function throwsMalformed(text: string, message: RegExp): void {
  assert.throws(() => parseText(text), { name: 'SnapshotError', code: 'malformed', message });
}

function sameGraph(actual: HeapGraph, expected: HeapGraph): void {
  assert.deepEqual(plain(actual), plain(expected));
}

function plain(graph: HeapGraph): unknown {
  return {
    counts: [graph.nodeCount, graph.edgeCount],
    types: [graph.nodeTypes, graph.edgeTypes],
    nodes: [graph.nodeType, graph.nodeName, graph.nodeId, graph.nodeSelfSize, graph.nodeTrace],
    edges: [graph.firstEdge, graph.edgeType, graph.edgeName, graph.edgeTo],
    strings: Array.from({ length: graph.strings.length }, (_, i) => graph.strings.get(i)),
    locations: [...graph.locations].sort(([a], [b]) => a - b),
  };
}

function parseOrRefuse(text: string): HeapGraph | undefined {
  try {
    return parseText(text);
  } catch (error) {
    if (error instanceof SnapshotError) return undefined;
    throw error;
  }
}
