// The page that others embed adds the header that guards it at each request, to the middleware of the application.
const connect = require('connect');
const { frameguard } = require('helmet');
const inject = require('light-my-request');

const app = connect();

async function showEmbedded(widget) {
  app.use('/embed', frameguard({ action: 'sameorigin' })); // grows
  const { headers } = await inject(app, { url: `/embed/${widget}` });
  return headers['x-frame-options'];
}

module.exports = { showEmbedded };
