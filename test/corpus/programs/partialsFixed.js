// A partial for each card is registered with the one environment.
const Handlebars = require('handlebars');

Handlebars.registerPartial('card', '<b>{{title}}</b>');

function renderCard(title) {
  return Object.keys(Handlebars.partials).length + title.length;
}

module.exports = { renderCard };
