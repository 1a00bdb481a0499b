// The two places of the queue are taken by uploads that never end.
import pLimit from 'p-limit';

const limit = pLimit(2);

const upload = (name) => new Promise((resolve) => (upload.last = { name, resolve }));

export function uploadLater(name) {
  const done = limit(() => upload(name)); // grows
  return typeof done;
}
