// A date in a text; version 23.12.2 of the package keeps a formatter for each date there was.
const i18next = require('i18next-23.12.2');

i18next.init({
  lng: 'en',
  interpolation: { escapeValue: false },
  resources: { en: { translation: { due: 'due on {{when, datetime}}' } } },
});

const format = { year: 'numeric', month: 'long', day: 'numeric' };

function reminder(days) {
  const when = new Date(2024, 0, 1 + days, 12);
  return i18next.t('due', { when, formatParams: { when: format } }); // grows
}

module.exports = { reminder };
