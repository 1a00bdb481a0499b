import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  SurvivorMatrix,
  type LiveSample,
  type SamplerReading,
} from '../../src/core/loop/survivors';

test('objects count for the batch that they were born in, as long as they live', () => {
  const matrix = new SurvivorMatrix(reading(10));
  matrix.add(1, reading(12, [11], [12]));
  matrix.add(2, reading(15, [12], [13], [15]));
  matrix.add(4, reading(19, [12], [15], [16], [17], [19]));
  const { calls, after } = matrix.series([1]);
  assert.deepEqual(calls, [1, 2, 4]);
  assert.deepEqual(
    after.map(({ objects }) => objects),
    [[2], [1, 2], [1, 1, 3]],
  );
});

test('the last batch can be read again, once its late work is done', () => {
  const matrix = new SurvivorMatrix(reading(0));
  matrix.add(1, reading(1, [1]));
  matrix.add(2, reading(3, [1], [2], [3]));
  matrix.readAgain(reading(5, [1], [3]));
  const { calls, after } = matrix.series([1]);
  assert.deepEqual(calls, [1, 2]);
  assert.deepEqual(
    after.map(({ objects }) => objects),
    [[1], [1, 1]],
  );
});

test('what is older than the loop, or not of its making, never counts', () => {
  const matrix = new SurvivorMatrix(reading(10, [3], [10]));
  matrix.add(1, reading(12, [3], [10], [11, { site: 0 }], [12]));
  assert.deepEqual(matrix.series([0, 1]).after[0]?.objects, [1]);
  assert.deepEqual(matrix.sites(), [1]);
});

test('what sampled calls before the first batch left behind is told apart from the batches', () => {
  const matrix = new SurvivorMatrix(reading(10, [9]), reading(13, [9], [11], [12], [13]));
  matrix.add(1, reading(14, [9], [12, { size: 7 }], [13, { size: 3 }], [14]));
  const [after] = matrix.series([1]).after;
  assert.deepEqual(after?.objects, [1]);
  assert.deepEqual(after.earlier, { objects: 2, bytes: 10 });
  matrix.add(1, reading(14, [13, { site: 5 }], [14]));
  assert.deepEqual(matrix.sites(), [1], 'a site at which the batches left nothing');
});

test('bytes are added up by batch, and the largest object counts whenever it was born', () => {
  const matrix = new SurvivorMatrix(reading(0));
  matrix.add(1, reading(2, [1, { size: 100 }], [2, { size: 7 }]));
  matrix.add(1, reading(3, [1, { size: 100 }], [2, { size: 7 }], [3, { size: 40 }]));
  assert.deepEqual(matrix.series([1]).after[1], {
    objects: [2, 1],
    bytes: [107, 40],
    earlier: { objects: 0, bytes: 0 },
    largest: 100,
  });
});

test('some sites together are their sums, but the largest object is one of them', () => {
  const matrix = new SurvivorMatrix(reading(0));
  const born = [
    [1, { site: 1, size: 30 }],
    [2, { site: 2, size: 50 }],
    [3, { site: 3, size: 99 }],
  ] as const;
  matrix.add(1, reading(3, ...born));
  matrix.add(1, reading(4, ...born, [4, { site: 2, size: 5 }]));
  const earlier = { objects: 0, bytes: 0 };
  assert.deepEqual(matrix.series([1, 2]).after, [
    { objects: [2], bytes: [80], earlier, largest: 50 },
    { objects: [2, 1], bytes: [80, 5], earlier, largest: 50 },
  ]);
  assert.deepEqual(matrix.series([7]).after[1], {
    objects: [0, 0],
    bytes: [0, 0],
    earlier,
    largest: 0,
  });
});

test('a site is known as soon as anything of it was alive once, though it is gone now', () => {
  const matrix = new SurvivorMatrix(reading(0));
  matrix.add(1, reading(2, [1, { site: 4 }], [2, { site: 9 }]));
  matrix.add(1, reading(3, [2, { site: 9 }], [3, { site: 6 }]));
  assert.deepEqual([...matrix.sites()].sort(), [4, 6, 9]);
});

test('a batch that allocated nothing takes nothing from the batches around it', () => {
  const matrix = new SurvivorMatrix(reading(10));
  matrix.add(1, reading(12, [11], [12]));
  matrix.add(1, reading(12, [11], [12]));
  // Had the newest object been freed, its ordinal would not be seen any more.
  matrix.add(2, reading(11, [11]));
  assert.equal(matrix.newestOrdinal, 12);
  matrix.add(4, reading(14, [11], [13], [14]));
  assert.deepEqual(matrix.series([1]).after[3]?.objects, [1, 0, 0, 2]);
  assert.equal(matrix.batches, 4);
});

test('what was born since the last batch counts where the site is admitted', () => {
  const matrix = new SurvivorMatrix(reading(5));
  const early = reading(7, [6], [7, { site: 2 }]);
  assert.equal(
    matrix.bornSince(early, () => true),
    2,
    'before the first batch: since the start',
  );
  matrix.add(1, early);
  const late = reading(12, [6], [7], [8], [9, { site: 2 }], [10, { site: 0 }], [12]);
  assert.equal(
    matrix.bornSince(late, () => true),
    3,
  );
  assert.equal(
    matrix.bornSince(late, (site) => site === 2),
    1,
  );
});

type SampleRow = readonly [ordinal: number, rest?: Partial<Omit<LiveSample, 'ordinal'>>];

function reading(newestOrdinal: number, ...samples: readonly SampleRow[]): SamplerReading {
  return {
    newestOrdinal,
    samples: samples.map(([ordinal, rest]) => ({ ordinal, size: 16, site: 1, ...rest })),
  };
}
