// Comments are added to the index and never leave it.
const MiniSearch = require('minisearch');

const index = new MiniSearch({ fields: ['text'], autoVacuum: false });

function indexComment(id, text) {
  index.add({ id, text }); // grows
  return index.documentCount;
}

module.exports = { indexComment };
