// Version 4 of the package remembers the last arguments only.
const { createSelector } = require('reselect-4');

const state = { rows: ['apple', 'pear', 'plum'] };

const selectRows = createSelector(
  [(_state, filter) => filter, (current) => current.rows],
  (filter, rows) => rows.filter((row) => row.includes(filter)),
);

function visibleRows(filter) {
  return selectRows(state, filter).length;
}

module.exports = { visibleRows };
