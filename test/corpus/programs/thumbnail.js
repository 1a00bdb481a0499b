// Scales and blurs an uploaded picture in plain JavaScript: tens of milliseconds, megabytes.
const { Jimp } = require('jimp');

async function makeThumbnail(i) {
  const image = new Jimp({ width: 160, height: 120, color: (0xff0000ff + i * 256) >>> 0 });
  image.resize({ w: 64 }).blur(2).greyscale();
  const bytes = await image.getBuffer('image/png');
  return bytes.length;
}

module.exports = { makeThumbnail };
