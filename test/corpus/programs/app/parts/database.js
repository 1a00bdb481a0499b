'use strict';
const { tracingChannel } = require('node:diagnostics_channel');

const queries = tracingChannel('shop:query');

class Database {
  #rows = Array.from({ length: 40 }, (_, id) => ({ id, name: `row ${id}` }));

  query(id) {
    return queries.tracePromise(async () => this.#rows[id % 40], { id });
  }
}

module.exports = { Database, queries };
