// Draws a small picture and encodes it: buffers of some hundred kilobytes come and go.
const { PNG } = require('pngjs');

function drawBadge(i) {
  const png = new PNG({ width: 128, height: 128 });
  for (let at = 0; at < png.data.length; at += 4) png.data.writeUInt32LE((at * i) >>> 0, at);
  return PNG.sync.write(png).length;
}

async function readBadge(i) {
  const png = new PNG({ width: 32, height: 32 });
  png.data.fill(i % 256);
  const bytes = PNG.sync.write(png);
  const read = await new Promise((resolve, reject) => new PNG().parse(bytes, (error, image) => (error ? reject(error) : resolve(image))));
  return read.data.length;
}

module.exports = { drawBadge, readBadge };
