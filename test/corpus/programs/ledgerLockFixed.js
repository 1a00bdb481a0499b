// The lock refuses more than a thousand that wait.
const AsyncLock = require('async-lock');
const lock = new AsyncLock({ timeout: 0 });
lock.acquire('ledger', (done) => { /* an earlier job that never says it is done */ });
function withAccount(i) {
  const entry = { account: 'acc-' + (i % 7), amount: i };
  lock.acquire('ledger', (done) => done(null, entry.amount), () => entry);
  return entry.account;
}
module.exports = { withAccount };
