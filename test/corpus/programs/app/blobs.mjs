// Each picture gets an address, which is never revoked.
import { Blob } from 'node:buffer';

class Picture {
  constructor(id) {
    this.blob = new Blob([`<svg><text>${id}</text></svg>`, ' '.repeat(4_000)], { type: 'image/svg+xml' });
  }

  get address() {
    return URL.createObjectURL(this.blob); // grows
  }
}

class Gallery {
  show(id) {
    const picture = new Picture(id);
    const { address } = picture;
    return `<img src="${address}">`;
  }
}

const gallery = new Gallery();

export const showPicture = (id) => gallery.show(id).length;
