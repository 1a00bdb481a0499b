import assert from 'node:assert/strict';
import test from 'node:test';
import { readCheckReport } from '../../src/cli/mergeCommand';
import { UsageError } from '../../src/errors';

test('parts that are none, or speak of billions of others, are refused with the remedy', () => {
  const part = (value: unknown) => [{ file: 'part.json', text: JSON.stringify(value) }];
  for (const [value, message] of [
    [
      { version: 1, checks: [{}] },
      /part\.json cannot be merged: This is not a report of Leak Loop/,
    ],
    [
      { version: 1, checks: [], shard: { index: 1, count: 2 ** 32 } },
      /--shard 2\/4294967296, .* missing/,
    ],
    [null, /part\.json cannot be merged/],
  ] as const) {
    assert.throws(
      () => readCheckReport(part(value)),
      (error) => error instanceof UsageError && message.test(error.message),
    );
  }
});
