// A function that is handed to native code stays registered until somebody unregisters it.
const koffi = require('koffi');

const libc = koffi.load('libc.so.6');
const Compare = koffi.proto('int Compare(const void *first, const void *second)');
const qsort = libc.func('void qsort(_Inout_ void *items, size_t count, size_t size, Compare *compare)');

function sortOrders(direction) {
  const order = { direction: direction % 2 === 0 ? 1 : -1 };
  const compare = koffi.register(function byPrice(first, second) { // grows
    return order.direction * (koffi.decode(first, 'int') - koffi.decode(second, 'int'));
  }, koffi.pointer(Compare));
  const prices = new Int32Array([3, 1, 2]);
  qsort(prices, 3, 4, compare);
  return [...prices];
}

module.exports = { sortOrders };
