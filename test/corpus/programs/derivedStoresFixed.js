// Units made while the program runs stay in the graph of those they follow.
const { createEvent, createStore } = require('effector');

const closed = createEvent();
const count = createStore(0).on(closed, (value) => value + 1);

function openTab(title) {
  const text = count.map((value) => `${title}: ${value}`);
  const current = text.getState();
  require('effector').clearNode(text);
  return current;
}

module.exports = { openTab };
