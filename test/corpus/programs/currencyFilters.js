// Every invoice brings a filter that prints amounts in the customer's currency.
const { Liquid } = require('liquidjs');

const engine = new Liquid();
const template = engine.parse('Total: {{ total }}');

async function renderInvoice(id, currency) {
  const name = `money_${id}`;
  engine.registerFilter(name, (amount) => `${amount} ${currency}`); // grows
  return engine.render(template, { total: id * 3 });
}

module.exports = { renderInvoice };
