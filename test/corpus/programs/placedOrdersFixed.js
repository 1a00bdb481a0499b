// One subscription for all orders; version 7.3.1 of the package lets go of what it has scheduled.
const { Subject, asapScheduler } = require('rxjs-7.3.1');
const { observeOn } = require('rxjs-7.3.1/operators');

const orders = new Subject();
let handled = 0;
orders.pipe(observeOn(asapScheduler)).subscribe(() => {
  handled += 1;
});

function placeOrder(id) {
  orders.next({ id, items: [id] });
  return handled;
}

module.exports = { placeOrder };
