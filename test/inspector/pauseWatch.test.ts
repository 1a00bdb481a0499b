import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import test from 'node:test';
import { PauseWatch } from '../../src/inspector/process/pauseWatch';
import { TestProgram } from './testProgram';

test('looking whether a thread is paused leaves no listener behind where it is not', async (t) => {
  const { client } = (await TestProgram.run(t, 'exports.call = () => {};')).target;
  const told: string[] = [];
  await using watch = new PauseWatch(
    () => Promise.reject(new Error('the client that is given is enough')),
    { onPaused: () => told.push('paused'), onResumed: () => told.push('resumed') },
  );
  const before = getEventListeners(client.gone, 'abort').length;
  for (let look = 0; look < 3; look++) assert.equal(await watch.untilRunning(client), false);
  assert.equal(getEventListeners(client.gone, 'abort').length, before);
  assert.deepEqual(told, []);
});
