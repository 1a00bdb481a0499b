// The package takes the old copy from its parent's children.
const importFresh = require('import-fresh-3');

function readSettings() {
  const settings = importFresh('./settings/plain.js');
  return settings.port;
}

module.exports = { readSettings };
