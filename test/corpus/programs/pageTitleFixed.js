// On a server every rendered <Helmet> stays mounted until renderStatic is called.
const React = require('react');
const { renderToStaticMarkup } = require('react-dom/server');
const { Helmet } = require('react-helmet');

Helmet.canUseDOM = false;

function renderPage(title) {
  const page = React.createElement('main', {}, React.createElement(Helmet, { title }), 'Hello');
  const html = renderToStaticMarkup(page);
  const head = Helmet.renderStatic();
  return `${head.title.toString()}${html}`;
}

module.exports = { renderPage };
