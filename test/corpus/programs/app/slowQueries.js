'use strict';
// Each request measures its own queries and stops measuring when it ends, with handlers that were
// made anew.
const { Database, queries } = require('./parts/database.js');

const database = new Database();

class QueryTimes {
  #started = new Map();
  times = [];

  handlers() {
    return {
      start: (message) => this.#started.set(message, performance.now()),
      asyncEnd: (message) => {
        this.times.push(performance.now() - this.#started.get(message));
        this.#started.delete(message);
      },
    };
  }

  begin() {
    queries.subscribe(this.handlers()); // grows
  }

  end() {
    queries.unsubscribe(this.handlers());
  }
}

async function showRow(id) {
  const times = new QueryTimes();
  times.begin();
  const row = await database.query(id);
  times.end();
  return `${row.name} after ${times.times.length} queries`;
}

module.exports = { showRow };
