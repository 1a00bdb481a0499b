const Loki = require('lokijs');

const database = new Loki('orders.db');
const orders = database.addCollection('orders');
orders.insert([
  { user: 'user1', total: 12 },
  { user: 'user2', total: 25 },
]);

function recentOrders(user) {
  const view = orders.addDynamicView(`orders of ${user}`); // grows
  view.applyFind({ user });
  return view.data().length;
}

module.exports = { recentOrders };
