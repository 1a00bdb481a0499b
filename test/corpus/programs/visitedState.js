const { Map: IMap, fromJS } = require('immutable');
let state = fromJS({ sessions: {}, hits: 0 });

function visit(id) {
  state = state.setIn(['sessions', 's' + id], IMap({ id, at: id })); // grows
  state = state.update('hits', (n) => n + 1);
  return state.get('hits');
}

module.exports = { visit };
