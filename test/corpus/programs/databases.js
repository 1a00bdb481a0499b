// A database in memory: documents come and go.
const Datastore = require('nedb');

const todos = new Datastore();

async function addAndRemoveTodo(i) {
  const call = (name, ...args) => new Promise((resolve, reject) => todos[name](...args, (error, value) => (error ? reject(error) : resolve(value))));
  const todo = await call('insert', { text: `todo ${i}` });
  const found = await call('find', { text: `todo ${i}` });
  await call('remove', { _id: todo._id }, {});
  return found.length;
}

module.exports = { addAndRemoveTodo };
