// Renders a widget in a fresh DOM, and closes it.
const { JSDOM } = require('jsdom');

function renderWidget(i) {
  const dom = new JSDOM(`<!doctype html><div id="root"></div>`);
  const { document } = dom.window;
  const button = document.createElement('button');
  button.textContent = `Buy ${i}`;
  button.addEventListener('click', () => button.classList.add('done'));
  document.getElementById('root').append(button);
  button.click();
  const html = dom.serialize();
  dom.window.close();
  return html.length;
}

module.exports = { renderWidget };
