// What strdup returns belongs to the caller: a plain string type copies it, and nobody frees it.
const koffi = require('koffi');

const libc = koffi.load('libc.so.6');
const duplicate = libc.func('strdup', 'str', ['str']);
const page = 'words '.repeat(8_000);

function copyPage(title) {
  const copy = duplicate(title + page); // grows
  return copy.length;
}

module.exports = { copyPage };
