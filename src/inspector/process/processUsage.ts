import { readdir, readFile } from 'node:fs/promises';

/** Bytes of a process that are in memory. */
export interface ResidentMemory {
  readonly rss: number;
  /** Of these, what is no file's: V8's heap, buffers, and what native code took for itself. */
  readonly anonymous: number;
}

/**
 * What the system says of a process of this machine and of the processes that it started. Asked from
 * outside, so that it is also known of a process that can open no more files. Only Linux tells;
 * elsewhere nothing is known.
 */
export class ProcessUsage {
  constructor(private readonly pid: number) {}

  async memory(): Promise<ResidentMemory | undefined> {
    return memoryOf(this.pid);
  }

  /** Bytes of the processes that it started and that are still running, and how many these are. */
  async children(): Promise<{ readonly count: number; readonly bytes: number }> {
    const pids = await this.descendants();
    const sizes = await Promise.all(pids.map(memoryOf));
    const bytes = sizes.reduce((sum, size) => sum + (size?.anonymous ?? 0), 0);
    return { count: pids.length, bytes };
  }

  /** The processes that it started, with those that they started. */
  async descendants(): Promise<number[]> {
    const found: number[] = [];
    for (let next = [this.pid]; next.length > 0;) {
      next = (await Promise.all(next.map(childrenOf))).flat();
      found.push(...next);
    }
    return found;
  }
}

async function memoryOf(pid: number): Promise<ResidentMemory | undefined> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '');
  const bytes = (name: string): number =>
    1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? NaN);
  const memory = { rss: bytes('VmRSS'), anonymous: bytes('RssAnon') };
  return Number.isNaN(memory.rss + memory.anonymous) ? undefined : memory;
}

/** The system lists them by the thread that started them. */
async function childrenOf(pid: number): Promise<number[]> {
  const tasks = `/proc/${String(pid)}/task`;
  const threads = await readdir(tasks).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`${tasks}/${thread}/children`, 'utf8').catch(() => '')),
  );
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}
