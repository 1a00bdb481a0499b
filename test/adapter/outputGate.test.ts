import assert from 'node:assert/strict';
import test from 'node:test';
import { OutputGate } from '../../src/adapter/outputGate';

const limits = { linesPerSecond: 3, lines: 5, lineLength: 10 };

test('little output passes as it is, half lines too', () => {
  const gate = new OutputGate(limits);
  assert.equal(gate.pass('a\nb', 0), 'a\nb');
  assert.equal(gate.pass('c\n', 10), 'c\n');
  assert.equal(gate.takeNote(), '');
});

test('a flood is cut per second, and the next second tells how much was left out', () => {
  const gate = new OutputGate(limits);
  assert.equal(gate.pass('1\n2\n3\n4\n5\n', 0), '1\n2\n3\n');
  assert.equal(gate.pass('6\n', 999), '');
  assert.equal(gate.pass('7\n', 1000), '… 3 lines of output left out\n7\n');
});

test('after the last line of all, one note at the end tells the rest', () => {
  const gate = new OutputGate(limits);
  gate.pass('1\n2\n3\n', 0);
  assert.equal(gate.pass('4\n5\n6\n', 1000), '4\n5\n');
  assert.equal(gate.pass('7\n'.repeat(1000), 2000), '');
  assert.equal(gate.pass('8\n', 5000), '');
  assert.equal(gate.takeNote(), '… 1,002 lines of output left out\n');
  assert.equal(gate.takeNote(), '');
});

test('a line of megabytes is cut', () => {
  const gate = new OutputGate(limits);
  assert.equal(gate.pass(`${'x'.repeat(5_000_000)}\n`, 0), 'xxxxxxxxxx…\n');
});
