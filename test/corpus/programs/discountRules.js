// One engine of rules for all orders; the handler of each order stays on it.
const { Engine } = require('json-rules-engine');

const engine = new Engine([
  {
    conditions: { all: [{ fact: 'total', operator: 'greaterThan', value: 100 }] },
    event: { type: 'discount', params: { percent: 10 } },
  },
]);

async function priceOf(order) {
  let price = order.total;
  const onDiscount = ({ percent }) => {
    price = order.total * (1 - percent / 100);
  };
  engine.on('discount', onDiscount); // grows
  await engine.run({ total: order.total });
  return price;
}

module.exports = { priceOf };
