// Who is blocked is only asked; version 5.10 of the package notes each key that was asked for.
const { observable } = require('mobx-5.10');

const blocked = observable.map();
blocked.set('mallory', true);

function handleRequest(user) {
  if (blocked.has(user)) return 403; // grows
  return 200;
}

module.exports = { handleRequest };
