// A job that never gives its lock back, and no limit to those that wait for it.
const AsyncLock = require('async-lock');
const lock = new AsyncLock({ timeout: 0, maxPending: Infinity });
lock.acquire('ledger', (done) => { /* an earlier job that never says it is done */ });
function withAccount(i) {
  const entry = { account: 'acc-' + (i % 7), amount: i };
  lock.acquire('ledger', (done) => done(null, entry.amount), () => entry); // grows
  return entry.account;
}
module.exports = { withAccount };
