// A template compiled for each recipient, under a name of its own.
const { Eta } = require('eta');

const eta = new Eta({ cache: true });

function greeting(kind) {
  return kind % 2 ? 'Dear' : 'Hello';
}

function renderMail(user) {
  const name = `@mail-${user.id}`;
  eta.loadTemplate(name, `${greeting(user.id)} <%= it.name %>,\nyou have <%= it.orders.length %> orders.`); // grows
  return eta.render(name, user);
}

module.exports = { renderMail };
