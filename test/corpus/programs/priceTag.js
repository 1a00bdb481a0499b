// A computed value of each price tag depends on the one currency, and is not disposed.
const ko = require('knockout');

const currency = ko.observable('EUR');

function priceTag(amount) {
  const text = ko.computed(() => `${amount} ${currency()}`); // grows
  const html = `<b>${text()}</b>`;
  return html;
}

module.exports = { priceTag };
