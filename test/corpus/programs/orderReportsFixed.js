// Each report adds its condition to a copy of the query that all reports start from.
const knex = require('knex');

const database = knex({ client: 'pg' });
const openOrders = database('orders').select('id', 'total').whereNull('closed_at');

function reportFor(customer) {
  const query = openOrders.clone().where('customer_id', customer);
  return query.toSQL().sql.length;
}

module.exports = { reportFor };
