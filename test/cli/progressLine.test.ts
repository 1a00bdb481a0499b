import assert from 'node:assert/strict';
import test from 'node:test';
import { ProgressLine } from '../../src/cli/progressLine';
import { progressText } from '../../src/progressText';

/** A stream that keeps what is written to it. */
function paper(columns: number): {
  readonly stream: NodeJS.WriteStream;
  readonly read: () => string;
} {
  let text = '';
  const stream = { columns, isTTY: true, write: (piece: string) => (text += piece) };
  return { stream: stream as unknown as NodeJS.WriteStream, read: () => text };
}

const step = {
  phase: 'loop',
  message: 'still growing',
  functionName: 'handleRequest',
  batch: 6,
  calls: 63,
  soFar: 'growing',
} as const;

test('progress reads in one line and says nothing twice', () => {
  assert.equal(progressText(step), 'handleRequest · still growing · batch 6 · 63 calls');
  assert.equal(
    progressText({ ...step, message: 'handleRequest: batch 6, 63 calls', soFar: 'clean' }),
    'handleRequest: batch 6, 63 calls · clean so far',
  );
  assert.equal(progressText({ phase: 'launch', message: 'starting\u001b[2J\nx' }), 'starting\\nx');
});

test('the line is rewritten in place, cut to the terminal, and cleared', () => {
  const { stream, read } = paper(20);
  const line = new ProgressLine(stream, true);
  line.show(step);
  assert.equal(read(), '\r\u001b[2KhandleRequest · st…');
  line.clear();
  line.clear();
  assert.equal(read(), '\r\u001b[2KhandleRequest · st…\r\u001b[2K');
});

test('output of the target stands above the line', () => {
  const { stream, read } = paper(80);
  const line = new ProgressLine(stream, true);
  line.writeAbove('early\n');
  line.show({ phase: 'loop', message: 'p' });
  line.writeAbove('half');
  assert.equal(read(), 'early\n\r\u001b[2Kp\r\u001b[2Khalf\np');
});

test('nothing is written where there is no terminal', () => {
  const { stream, read } = paper(80);
  const line = new ProgressLine(stream, false);
  line.show(step);
  line.clear();
  assert.equal(read(), '');
});
