// The page's own script starts an interval; the window is never closed.
const { JSDOM } = require('jsdom');

function readTitle(id) {
  const { window } = new JSDOM(`<title>page ${id}</title><body></body>`);
  window.setInterval(() => window.document.title, 60_000); // grows
  const { title } = window.document;
  return title;
}

module.exports = { readTitle };
