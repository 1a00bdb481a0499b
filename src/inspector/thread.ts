import type { TargetDescription } from '../core/report/report';
import { fileUrlToPath } from '../core/source/fileUrl';
import type { AttachedWorker, InspectorClient } from './inspectorClient';
import { evaluate } from './remoteObject';

/** A thread of a process that runs JavaScript: the main one, or a worker. Each has a heap of its own. */
export interface Thread {
  readonly client: InspectorClient;
  readonly description: TargetDescription;
  /** The file that it was started with. */
  readonly main: string;
}

export async function mainThread(
  client: InspectorClient,
  description: TargetDescription,
): Promise<Thread> {
  const main = await evaluate(client, 'process.argv[1]');
  return { client, description, main: typeof main.value === 'string' ? main.value : 'node' };
}

/**
 * The worker threads of a process, those that run and those that are started from now on. None of them is
 * looked into yet: one that starts just now would be disturbed.
 */
export async function followWorkers(
  { client, description }: Thread,
  onWorker: (worker: Thread) => void,
): Promise<void> {
  client.on('NodeWorker.attachedToWorker', ({ sessionId, workerInfo }) => {
    onWorker({
      client: client.worker(sessionId),
      description: { ...description, worker: workerOf(workerInfo) },
      main: fileUrlToPath(workerInfo.url),
    });
  });
  // Those that run are announced before the answer.
  await client.send('NodeWorker.enable', { waitForDebuggerOnStart: false });
}

function workerOf({
  workerId,
  title,
}: AttachedWorker['workerInfo']): NonNullable<TargetDescription['worker']> {
  const name = title.replace(/^\[worker \d+\] ?/, '');
  return { id: Number(workerId), ...(name === '' ? {} : { name }) };
}
