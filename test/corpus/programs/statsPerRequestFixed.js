// A metrics client for each visit: each opens a socket of its own.
const { StatsD } = require('hot-shots');

const stats = new StatsD({ host: '127.0.0.1', port: 8125, errorHandler: () => {} });

function countVisit(page) {
  stats.increment('visits', 1, [`page:${page}`]);
  return page;
}

module.exports = { countVisit };
