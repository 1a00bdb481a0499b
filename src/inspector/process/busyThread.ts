import { basename } from 'node:path';
import { said, type Sentence } from '../../core/report/sentence';
import { fileUrlToPath } from '../../core/source/fileUrl';
import { writtenName } from '../../core/source/writtenName';
import { UserError } from '../../errors';
import type { InspectorClient } from '../protocol/inspectorClient';
import type { PauseWatch } from './pauseWatch';
import { runningFrame } from './runningFrame';

/** How long a thread of somebody else's may be at one thing, as it may when it starts or computes. */
export const patienceMillis = 3_000;

/**
 * Waits until a thread comes to its event loop: what is called in it answers no sooner. Where it is in an
 * endless loop of its own, that is never; it answers questions all the same, as V8 interrupts it for them.
 *
 * @param who as the message has it: `Process 4711`
 * @throws UserError `busy`
 */
export async function untilTurning(
  client: InspectorClient,
  who: Sentence,
  pauses: PauseWatch,
): Promise<void> {
  while (!(await turns(client, patienceMillis))) {
    client.gone.throwIfAborted();
    // Somebody's debugger may have stopped it after we had asked.
    if (!(await pauses.untilRunning(client))) throw busy(who, await whatRuns(client));
  }
}

/** Whether the event loop of a thread goes round within this time. */
export function turns(client: InspectorClient, millis: number): Promise<boolean> {
  return client.farewell(
    'Runtime.evaluate',
    {
      expression: `new Promise((resolve) => require('node:timers').setImmediate(resolve))`,
      includeCommandLineAPI: true,
      awaitPromise: true,
    },
    millis,
  );
}

/**
 * Of a thread that is in one call of its own, or one of the system's that V8 cannot interrupt.
 *
 * @param where what runs, where that is known
 */
export function busy(who: Sentence, where: string | Sentence | undefined): UserError {
  const seconds = String(patienceMillis / 1_000);
  return new UserError(
    'busy',
    where === undefined
      ? said`${who} has not answered for ${seconds} s: it waits in a call that blocks it (Atomics.wait, a synchronous child process or file access). Attach again when that is over, or let it do other work in between.`
      : said`${who} has been in ${where} for ${seconds} s and lets nothing else run. If that ends, attach again then; if it is a loop that never ends, end it there. The process was left as it was.`,
  );
}

/** `onTimeout (poll.js:4:7)` */
async function whatRuns(client: InspectorClient): Promise<string | Sentence | undefined> {
  const frame = await runningFrame(client, patienceMillis);
  if (frame === undefined) return undefined;
  if (frame === 'none') return said`one call`;
  const { functionName, url, lineNumber, columnNumber } = frame;
  const place = `${basename(fileUrlToPath(url))}:${String(lineNumber + 1)}:${String(columnNumber + 1)}`;
  return functionName === '' ? place : `${writtenName(functionName)} (${place})`;
}
