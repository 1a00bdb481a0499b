// Whether an export is ready is asked every minute, until it has been fetched.
import { setInterval as every } from 'node:timers/promises';

class ExportJob {
  constructor(id) {
    this.id = id;
    this.state = 'waiting';
    this.rows = Array.from({ length: 12 }, (_, row) => id + row);
  }

  async finish() {
    await null;
    this.state = 'ready';
    return this.rows.length;
  }
}

class Watcher {
  looked = 0;

  async watch(job, signal) {
    const minutes = every(60_000, job, { ref: false, signal });
    for await (const _ of minutes) {
      this.looked++;
      if (job.state === 'failed') break;
    }
  }
}

const watcher = new Watcher();

export async function exportRows(id) {
  const job = new ExportJob(id);
  const fetched = new AbortController();
  watcher.watch(job, fetched.signal).catch(() => {});
  const rows = await job.finish();
  fetched.abort();
  return rows;
}
