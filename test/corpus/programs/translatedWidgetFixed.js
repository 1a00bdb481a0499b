// Each widget follows the language; none stops when it is unmounted.
const i18next = require('i18next').default ?? require('i18next');

const translations = i18next.createInstance({
  lng: 'en',
  initAsync: false,
  resources: { en: { translation: { hello: 'Hello' } }, de: { translation: { hello: 'Hallo' } } },
});
translations.init();

function mountWidget(key) {
  const widget = { text: translations.t(key) };
  const translate = () => {
    widget.text = translations.t(key);
  };
  translations.on('languageChanged', translate);
  translations.off('languageChanged', translate);
  return widget.text;
}

module.exports = { mountWidget };
