// Packs files, and reads uploads, as streams that end.
const { pack, extract } = require('tar-stream');
const busboy = require('busboy');
const zlib = require('node:zlib');
const { promisify } = require('node:util');
const { pipeline } = require('node:stream/promises');
const { Writable, Readable } = require('node:stream');

const deflate = promisify(zlib.deflate);

async function packFiles(i) {
  const tar = pack();
  for (let n = 0; n < 5; n++) tar.entry({ name: `file-${i}-${n}.txt` }, `text ${n} `.repeat(100));
  tar.finalize();
  let bytes = 0;
  await pipeline(tar, zlib.createGzip(), new Writable({ write: (chunk, _encoding, done) => ((bytes += chunk.length), done()) }));
  return bytes;
}

async function unpackFiles(i) {
  const tar = pack();
  tar.entry({ name: 'a.txt' }, `text ${i}`);
  tar.finalize();
  const names = [];
  const reader = extract();
  reader.on('entry', (header, stream, next) => {
    names.push(header.name);
    stream.on('end', next).resume();
  });
  await pipeline(tar, reader);
  return names;
}

async function readUpload(i) {
  const body = `--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n${'line\n'.repeat(500)}${i}\r\n--x--\r\n`;
  const form = busboy({ headers: { 'content-type': 'multipart/form-data; boundary=x' } });
  let bytes = 0;
  form.on('file', (_name, file) => file.on('data', (chunk) => (bytes += chunk.length)));
  await pipeline(Readable.from([Buffer.from(body)]), form);
  return bytes;
}

async function compress(i) {
  const small = await deflate(`some text ${i} `.repeat(2_000));
  return zlib.inflateSync(small).length;
}

module.exports = { packFiles, unpackFiles, readUpload, compress };
