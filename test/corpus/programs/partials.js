// A partial for each card is registered with the one environment.
const Handlebars = require('handlebars');

function renderCard(title) {
  Handlebars.registerPartial(title, '<b>{{title}}</b>'); // grows
  return Object.keys(Handlebars.partials).length + title.length;
}

module.exports = { renderCard };
