// Zips a report for download.
import { Writable } from 'node:stream';
import * as archiver from 'archiver';

const create = archiver.default ?? ((format, options) => new archiver.ZipArchive(options));

export async function zipReport(i) {
  const zip = create('zip', { zlib: { level: 6 } });
  let bytes = 0;
  const sink = new Writable({ write: (chunk, _encoding, done) => ((bytes += chunk.length), done()) });
  const done = new Promise((resolve, reject) => sink.on('finish', resolve).on('error', reject));
  zip.pipe(sink);
  zip.append(`report ${i}\n`.repeat(200), { name: 'report.txt' });
  await zip.finalize();
  await done;
  return bytes;
}
