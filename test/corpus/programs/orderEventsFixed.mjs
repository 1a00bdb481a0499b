// Whoever places an order wants to hear when it has been shipped.
import Emittery from 'emittery';

const orders = new Emittery();

export async function placeOrder(id) {
  const shipped = [];
  const stop = orders.on('shipped', ({ data }) => shipped.push(data ?? id));
  await orders.emit('placed', { id });
  stop();
  return shipped.length;
}
