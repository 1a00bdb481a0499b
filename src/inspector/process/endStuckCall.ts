import type { LoopDriver } from '../loop/loopDriver';
import type { InspectorClient } from '../protocol/inspectorClient';

/** For each thing that is asked of a process that may be stuck. */
const patienceMillis = 1_000;

/** Zero where no callback of Node's is under way that would have to come to its end. */
const asyncDepth = `require('node:async_hooks').executionAsyncId()`;

/**
 * Ends a call of ours that does not end by itself and keeps a process that is not ours from its work; where
 * that cannot be done without harm, nothing happens.
 *
 * V8 can terminate what runs. In the middle of a callback of Node's (a timer's, a tick's) the process would
 * end over it: its stack of asynchronous contexts is not unwound ("async hook stack has become corrupted").
 * Our calls are made in microtasks, where that stack is empty; measured with a server under load on Node 18,
 * 20, 22, 24 and 26: the call ends and the server serves on.
 */
export async function endStuckCall(client: InspectorClient, driver: LoopDriver): Promise<void> {
  if (!driver.isRunning || (await turns(client, driver))) return;
  const pauses: unknown[] = [];
  const stopListening = client.on('Debugger.paused', (pause) => pauses.push(pause));
  const ask = (method: 'Debugger.enable' | 'Debugger.disable' | 'Debugger.pause') =>
    client.farewell(method, {}, patienceMillis);
  try {
    await client.farewell('Debugger.setSkipAllPauses', { skip: false }, patienceMillis);
    await ask('Debugger.enable');
    if (pauses.length > 0) return; // by somebody else, who lets it go on
    const paused = nextPause(client);
    await ask('Debugger.pause');
    if (!(await paused)) return;
    const depth = await client.lastQuestion(
      'Runtime.evaluate',
      { expression: asyncDepth, includeCommandLineAPI: true },
      patienceMillis,
    );
    // Its answer comes once the call has ended. (`terminateOnResume` does nothing on Node 18.)
    const isEnded =
      depth?.result.value === 0 &&
      client.farewell('Runtime.terminateExecution', undefined, patienceMillis);
    await client.farewell('Debugger.resume', {}, patienceMillis);
    await isEnded;
  } finally {
    stopListening();
    await ask('Debugger.disable');
  }
}

/** Whether the event loop goes round. */
function turns(client: InspectorClient, { handle }: LoopDriver): Promise<boolean> {
  return client.farewell(
    'Runtime.callFunctionOn',
    {
      objectId: handle.objectId,
      functionDeclaration: 'function () { return this.turn(1, 0) }',
      awaitPromise: true,
    },
    patienceMillis,
  );
}

function nextPause(client: InspectorClient): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patienceMillis, false);
    const stopListening = client.on('Debugger.paused', () => {
      clearTimeout(timer);
      stopListening();
      resolve(true);
    });
  });
}
