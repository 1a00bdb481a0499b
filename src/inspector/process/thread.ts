import type { TargetDescription } from '../../core/report/report';
import { fileUrlToPath } from '../../core/source/fileUrl';
import type { AttachedWorker, InspectorClient } from '../protocol/inspectorClient';
import { evaluate } from '../protocol/remoteObject';

/** A thread of a process that runs JavaScript: the main one, or a worker. Each has a heap of its own. */
export interface Thread {
  readonly client: InspectorClient;
  readonly description: TargetDescription;
  /** The file that it was started with; empty where there is none. */
  readonly main: string;
  /** When its process was started; its workers are numbered in the order in which they were. */
  readonly processStartedAt: number;
}

/** In the order in which they were started, those of one process together. */
export function byStart(some: Thread, other: Thread): number {
  const id = ({ description }: Thread): number => description.worker?.id ?? 0;
  return some.processStartedAt - other.processStartedAt || id(some) - id(other);
}

export async function mainThread(
  client: InspectorClient,
  description: TargetDescription,
): Promise<Thread> {
  const main = await evaluate(client, 'process.argv[1]');
  const startedAt = await evaluate(client, `require('node:perf_hooks').performance.timeOrigin`);
  return {
    client,
    description,
    main: typeof main.value === 'string' ? main.value : '',
    processStartedAt: Number(startedAt.value),
  };
}

/**
 * The worker threads of a process, those that run and those that are started from now on. None of them is
 * looked into yet: one that starts just now would be disturbed.
 */
export async function followWorkers(
  { client, description, processStartedAt }: Thread,
  onWorker: (worker: Thread) => void,
): Promise<void> {
  client.on('NodeWorker.attachedToWorker', ({ sessionId, workerInfo }) => {
    onWorker({
      client: client.worker(sessionId),
      description: { ...description, worker: workerOf(workerInfo) },
      main: fileUrlToPath(workerInfo.url),
      processStartedAt,
    });
  });
  // Those that run are announced before the answer.
  await client.send('NodeWorker.enable', { waitForDebuggerOnStart: false });
}

/**
 * By the number that the program knows it by (`threadId`), which stands in its title: the inspector itself
 * numbers the workers that each connection comes to see, so that one has another number in each.
 */
export function workerOf({
  workerId,
  title,
}: AttachedWorker['workerInfo']): NonNullable<TargetDescription['worker']> {
  const [, id = workerId, name = ''] = /^\[worker (\d+)\] ?(.*)$/s.exec(title) ?? [];
  return { id: Number(id), ...(name === '' ? {} : { name }) };
}
