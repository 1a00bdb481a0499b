// One subscription for all orders; version 7.3.0 of the package keeps what it scheduled for each.
const { Subject, asapScheduler } = require('rxjs-7.3.0');
const { observeOn } = require('rxjs-7.3.0/operators');

const orders = new Subject();
let handled = 0;
orders.pipe(observeOn(asapScheduler)).subscribe(() => {
  handled += 1;
});

function placeOrder(id) {
  orders.next({ id, items: [id] }); // grows
  return handled;
}

module.exports = { placeOrder };
