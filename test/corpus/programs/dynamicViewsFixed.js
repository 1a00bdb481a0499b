const Loki = require('lokijs');

const database = new Loki('orders.db');
const orders = database.addCollection('orders');
orders.insert([
  { user: 'user1', total: 12 },
  { user: 'user2', total: 25 },
]);

function recentOrders(user) {
  return orders.chain().find({ user }).data().length;
}

module.exports = { recentOrders };
