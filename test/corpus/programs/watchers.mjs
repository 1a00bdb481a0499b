// Watches a folder for a moment.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watch } from 'chokidar';

const folder = mkdtempSync(join(tmpdir(), 'watch-'));
writeFileSync(join(folder, 'a.txt'), 'a');

export async function watchOnce() {
  const watcher = watch(folder, { persistent: false });
  await new Promise((resolve) => watcher.once('ready', resolve));
  await watcher.close();
}
