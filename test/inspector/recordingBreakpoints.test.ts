import assert from 'node:assert/strict';
import test from 'node:test';
import { RecordingBreakpoints } from '../../src/inspector/watch/recordingBreakpoints';
import { TestProgram } from './testProgram';

test('breakpoints are taken away without an error from a process that ends at that moment', async (t) => {
  const program = await TestProgram.run(t, 'exports.run = () => {};');
  const breakpoints = await RecordingBreakpoints.open(program.target);
  await breakpoints.addOnCall(await program.exported('run'), 'false');
  process.kill(program.pid, 'SIGKILL');
  await breakpoints[Symbol.asyncDispose]();
  assert.ok(program.target.client.gone.aborted);
});
