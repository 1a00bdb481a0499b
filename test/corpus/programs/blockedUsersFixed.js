// Who is blocked is only asked; version 5.13 of the package notes a key as long as somebody observes it.
const { observable } = require('mobx-5.13');

const blocked = observable.map();
blocked.set('mallory', true);

function handleRequest(user) {
  if (blocked.has(user)) return 403;
  return 200;
}

module.exports = { handleRequest };
