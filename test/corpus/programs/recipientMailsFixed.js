// A template for each kind of greeting, compiled once.
const { Eta } = require('eta');

const eta = new Eta({ cache: true });

function greeting(kind) {
  return kind % 2 ? 'Dear' : 'Hello';
}

function renderMail(user) {
  const name = `@mail-${user.id % 2}`;
  if (!eta.templatesSync.get(name)) {
    eta.loadTemplate(name, `${greeting(user.id)} <%= it.name %>,\nyou have <%= it.orders.length %> orders.`);
  }
  return eta.render(name, user);
}

module.exports = { renderMail };
