// SQLite compiled to WebAssembly: a database per report, closed at the end.
import initSqlJs from 'sql.js';

const SQL = await initSqlJs();

export function sumReport(i) {
  const db = new SQL.Database();
  db.run('create table t (a int)');
  db.run('insert into t values (1), (2), (?)', [i]);
  const statement = db.prepare('select sum(a) from t');
  statement.step();
  const [sum] = statement.get();
  statement.free();
  db.close();
  return sum;
}
