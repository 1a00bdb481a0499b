// Prepared statements live until they are freed.
const initSqlJs = require('sql.js');

const opened = initSqlJs().then(({ Database }) => {
  const database = new Database();
  database.run("create table users (id integer, name text); insert into users values (1, 'ada')");
  return database;
});

async function findUser(id) {
  const database = await opened;
  const statement = database.prepare('select name from users where id = ?'); // grows
  const [name] = statement.get([id]);
  return name;
}

module.exports = { findUser };
