// An LRU cache with a maximum.
const LRU = require('lru-cache-6');

const thumbnails = new LRU({ max: 200 });

function thumbnail(photo) {
  let image = thumbnails.get(photo);
  if (image === undefined) {
    image = { photo, pixels: new Uint8Array(256) };
    thumbnails.set(photo, image);
  }
  return image.pixels.length;
}

module.exports = { thumbnail };
