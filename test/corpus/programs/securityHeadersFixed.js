// The header that guards the page that others embed is added before its first request.
const connect = require('connect');
const { frameguard } = require('helmet');
const inject = require('light-my-request');

const app = connect();

async function showEmbedded(widget) {
  if (app.stack.length === 0) app.use('/embed', frameguard({ action: 'sameorigin' }));
  const { headers } = await inject(app, { url: `/embed/${widget}` });
  return headers['x-frame-options'];
}

module.exports = { showEmbedded };
