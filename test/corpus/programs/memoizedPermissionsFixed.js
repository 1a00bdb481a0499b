const memoize = require('memoizee');

const permission = memoize((user, action) => ({ user, action, granted: user.length > 3 }), { primitive: true, max: 50 });

function may(user, action) {
  return permission(user, action).granted;
}

module.exports = { may };
