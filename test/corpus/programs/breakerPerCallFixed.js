// A circuit breaker is made for each call, and its statistics turn for ever.
const CircuitBreaker = require('opossum');

const priceOf = async (sku) => ({ sku, price: sku * 3 });

async function fetchPrice(sku) {
  const breaker = new CircuitBreaker(priceOf, { timeout: 3000 });
  const { price } = await breaker.fire(sku);
  breaker.shutdown();
  return price;
}

module.exports = { fetchPrice };
