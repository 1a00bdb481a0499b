// A computed value of each price tag depends on the one currency, and is not disposed.
const ko = require('knockout');

const currency = ko.observable('EUR');

function priceTag(amount) {
  const text = ko.computed(() => `${amount} ${currency()}`);
  const html = `<b>${text()}</b>`;
  text.dispose();
  return html;
}

module.exports = { priceTag };
