// The settings are read anew by hand: the old copies stay among the children of this module.
const importFresh = require('import-fresh-3');

function readSettings() {
  delete require.cache[require.resolve('./settings/plain.js')];
  const settings = require('./settings/plain.js'); // grows
  return `${settings.port} ${typeof importFresh}`;
}

module.exports = { readSettings };
