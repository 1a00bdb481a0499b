// What strdup returns belongs to the caller: a disposable type copies it and frees it.
const koffi = require('koffi');

const libc = koffi.load('libc.so.6');
const duplicate = libc.func('strdup', koffi.disposable('OwnText', 'str', libc.func('void free(void *)')), ['str']);
const page = 'words '.repeat(8_000);

function copyPage(title) {
  const copy = duplicate(title + page);
  return copy.length;
}

module.exports = { copyPage };
