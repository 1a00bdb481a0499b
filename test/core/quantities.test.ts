import assert from 'node:assert/strict';
import test from 'node:test';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumberOf,
  formatShare,
  rateAsFraction,
  sparkline,
} from '../../src/core/report/quantities';
import { objectsPerCall } from '../../src/core/report/objectsPerCall';
import { textOf } from '../../src/core/report/sentence';
import { displayWidth, terminalText, truncated, wrapped } from '../../src/core/report/terminalText';

test('bytes read in the largest unit that keeps a digit before the point', () => {
  assert.deepEqual(
    [0, 1, 564, 999, 1000, 1240, 99_940, 99_960, 999_600, 37_000_000, -2048].map((bytes) =>
      formatBytes(bytes),
    ),
    [
      '0 B',
      '1 B',
      '564 B',
      '999 B',
      '1 kB',
      '1.2 kB',
      '99.9 kB',
      '100 kB',
      '1 MB',
      '37 MB',
      '-2 kB',
    ],
  );
});

test('counts have thousands separators and nouns their number', () => {
  assert.equal(formatCount(16383), '16,383');
  assert.equal(formatCount(1234567), '1,234,567');
  assert.equal(formatNumberOf(1, 'batch', 'batches'), '1 batch');
  assert.equal(formatNumberOf(14, 'batch', 'batches'), '14 batches');
});

test('durations read in the unit of their size', () => {
  assert.deepEqual(
    [0.021, 0.4, 9.9, 340, 2913, 59_960, 200_000].map((millis) => formatDuration(millis)),
    ['0.021 ms', '0.4 ms', '9.9 ms', '340 ms', '2.9 s', '1 min', '3 min 20 s'],
  );
});

test('a share that is not everything is not 100 %', () => {
  assert.deepEqual([0, 0.001, 0.41, 0.999, 1].map(formatShare), [
    '0 %',
    '< 1 %',
    '41 %',
    '> 99 %',
    '100 %',
  ]);
});

test('rates read per call or every few calls', () => {
  const rates = [1, 1.01, 2, 2.5, 1 / 3, 0.4, 0.001, 0.96, 16.02];
  assert.deepEqual(
    rates.map((rate) => textOf(objectsPerCall(rate, 'string'))),
    [
      '1 string per call',
      '1 string per call',
      '2 strings per call',
      '2.5 strings per call',
      '1 string every 3 calls',
      '2 strings every 5 calls',
      '1 string every 1,000 calls',
      '1 string per call',
      '16 strings per call',
    ],
  );
});

test('less than one per call is told in whole objects', () => {
  const rates = [0.26, 0.3, 0.45, 0.6, 0.72, 0.85, 0.93, 0.0123];
  assert.deepEqual(
    rates.map((rate) => textOf(objectsPerCall(rate, 'Object'))),
    [
      '1 Object every 4 calls',
      '3 Objects every 10 calls',
      '3 Objects every 7 calls',
      '3 Objects every 5 calls',
      '3 Objects every 4 calls',
      '4 Objects every 5 calls',
      '7 Objects every 8 calls',
      '1 Object every 81 calls',
    ],
  );
  for (let rate = 0.0005; rate < 0.95; rate += 0.0005) {
    const { count, calls } = rateAsFraction(rate);
    assert.ok(Number.isInteger(count) && Math.abs(count / calls / rate - 1) <= 0.06, `${rate}`);
  }
});

test('the name of a function or a property is never altered into a plural', () => {
  assert.equal(textOf(objectsPerCall(2, 'onclose', 'closure')), '2 onclose functions per call');
  assert.equal(textOf(objectsPerCall(2, 'entry')), '2 entry objects per call');
  assert.equal(
    textOf(objectsPerCall(2, 'bound function', 'closure')),
    '2 bound functions per call',
  );
});

test('the name of somebody’s class is never altered into a plural', () => {
  assert.equal(textOf(objectsPerCall(1, 'Session')), '1 Session per call');
  assert.equal(textOf(objectsPerCall(2, 'Session')), '2 Session objects per call');
  assert.equal(textOf(objectsPerCall(2, 'string')), '2 strings per call');
  assert.equal(textOf(objectsPerCall(3, 'Array')), '3 Arrays per call');
  assert.equal(textOf(objectsPerCall(1 / 3, 'onTick')), '1 onTick every 3 calls');
});

test('a sparkline is a ramp for growth in proportion to doubling batches and dots for nothing', () => {
  assert.equal(sparkline([1, 3, 7, 15, 31, 63, 127]), '▂▃▄▅▆▇█');
  assert.equal(sparkline([0, 0, 0]), '···');
  assert.equal(sparkline([]), '');
  assert.equal(sparkline([0, 10, 10]), '·██');
});

test('hostile text of several lines keeps its lines and loses its sequences', () => {
  assert.equal(
    terminalText('a\u001b[31mred\u001b[0m\tb\r\n\u001b]0;title\u0007c\u009b2Jd\u0000'),
    'ared    b\ncd\\x00',
  );
});

test('wide characters count for two columns, long words stay whole', () => {
  assert.equal(displayWidth('日本 e\u0301'), 6);
  assert.equal(truncated('日本語', 5), '日本…');
  assert.deepEqual(wrapped('a /very/long/path/x.js:1 b', 10), ['a', '/very/long/path/x.js:1', 'b']);
});
