// Each picture gets an address, which is revoked when it was used.
import { Blob } from 'node:buffer';

class Picture {
  constructor(id) {
    this.blob = new Blob([`<svg><text>${id}</text></svg>`, ' '.repeat(4_000)], { type: 'image/svg+xml' });
  }

  get address() {
    return URL.createObjectURL(this.blob);
  }
}

class Gallery {
  show(id) {
    const picture = new Picture(id);
    const { address } = picture;
    const shown = `<img src="${address}">`;
    URL.revokeObjectURL(address);
    return shown;
  }
}

const gallery = new Gallery();

export const showPicture = (id) => gallery.show(id).length;
