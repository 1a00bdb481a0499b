import assert from 'node:assert/strict';
import test, { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

const kept = [];

test('mocks, waits and plans', { timeout: 10_000 }, async (t) => {
  t.plan?.('assert' in t ? 2 : 1); // Node 18 has neither
  t.after(() => {});
  const list = { size: () => 1 };
  t.mock.method(list, 'size', () => 2);
  (t.assert?.equal ?? assert.equal)(list.size(), 2);
  await delay(1, undefined, { signal: t.signal });
  t.signal.addEventListener('abort', () => {});
  await t.test('in a subtest', () => delay(1));
});

describe('forms', () => {
  let depth;
  before(() => {
    depth = 0;
  });
  beforeEach(() => {
    depth++;
  });
  afterEach((t, done) => {
    depth--;
    setImmediate(done);
  });
  after(() => {
    depth = undefined;
  });

  describe('inner', () => {
    beforeEach(() => delay(1));

    it('have hooks', (t, done) => {
      setImmediate(() => done(depth === 1 ? undefined : new Error('hooks')));
    });

    it('keep', () => {
      kept.push({ depth });
    });
  });
});
