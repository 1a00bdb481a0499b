import assert from 'node:assert/strict';
import test from 'node:test';
import { RecentLines } from '../../src/inspector/process/recentLines';

test('the last lines are kept, empty ones are not, and a line without its end counts', () => {
  const recent = new RecentLines(3);
  recent.push('one\ntwo\n\nthree\r\nfour\nfi');
  assert.deepEqual(recent.lines(), ['three', 'four', 'fi']);
});

test('a line that comes in pieces is one line', () => {
  const recent = new RecentLines(5);
  for (const piece of ['Err', 'or: no', ' database\n', 'at ', 'main']) recent.push(piece);
  assert.deepEqual(recent.lines(), ['Error: no database', 'at main']);
});

test('the pieces of a line end may come apart', () => {
  const recent = new RecentLines(5);
  recent.push('one\r');
  recent.push('\ntwo\r\n');
  assert.deepEqual(recent.lines(), ['one', 'two']);
});

test('nothing pushed is no lines', () => {
  const recent = new RecentLines(5);
  recent.push('');
  assert.deepEqual(recent.lines(), []);
});

test('however much is pushed, it stays bounded, and the end is what is kept', () => {
  const recent = new RecentLines(2, 10);
  for (let push = 0; push < 1_000; push++) recent.push('x'.repeat(100));
  assert.deepEqual(recent.lines(), ['x'.repeat(10)]);
  recent.push(`${'y'.repeat(5_000)}\nTypeError: no\nend`);
  assert.deepEqual(recent.lines(), ['TypeError:', 'end']);
});
