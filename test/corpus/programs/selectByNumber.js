// Version 5 of the package memoises every argument it was ever called with.
const { createSelector } = require('reselect-5');

const state = { rows: ['apple', 'pear', 'plum'] };

const selectRows = createSelector(
  [(_state, filter) => filter, (current) => current.rows],
  (filter, rows) => rows.filter((row) => row.includes(filter)),
);

function visibleRows(filter) {
  return selectRows(state, filter).length; // grows
}

module.exports = { visibleRows };
