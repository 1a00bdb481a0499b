import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differByInlining } from '../../src/core/causes/inlinedFrames';

const whole = ['make', 'inner', 'outer', 'user', 'driver'];

test('frames that one of two stacks leaves out between the leaf and the function are inlined ones', () => {
  assert.ok(differByInlining(whole, ['outer', 'user', 'elsewhere'], 'user'));
  assert.ok(differByInlining(['user'], whole, 'user'));
  assert.ok(differByInlining(whole, whole, 'user'));
});

test('frames that the other has not, or in another order, make another stack', () => {
  assert.ok(!differByInlining(whole, ['make', 'other', 'user'], 'user'));
  assert.ok(!differByInlining(whole, ['inner', 'make', 'user'], 'user'));
});

test('a stack without the function is another one', () => {
  assert.ok(!differByInlining(whole, ['make', 'inner'], 'user'));
});
