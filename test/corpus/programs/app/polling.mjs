// Whether an export is ready is asked every minute, also when it has long been fetched.
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

  async watch(job) {
    const minutes = every(60_000, job, { ref: false });
    // prettier-ignore
    for await (const _ of minutes) // grows
    {
      this.looked++;
      if (job.state === 'failed') break;
    }
  }
}

const watcher = new Watcher();

export async function exportRows(id) {
  const job = new ExportJob(id);
  void watcher.watch(job);
  return job.finish();
}
