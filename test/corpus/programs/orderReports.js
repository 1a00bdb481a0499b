// The query that reports start from is one object, and each report adds its condition to it.
const knex = require('knex');

const database = knex({ client: 'pg' });
const openOrders = database('orders').select('id', 'total').whereNull('closed_at');

function reportFor(customer) {
  const query = openOrders.where('customer_id', customer); // grows
  return query.toSQL().sql.length;
}

module.exports = { reportFor };
