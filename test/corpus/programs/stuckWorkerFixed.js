// A worker that never calls back stops the queue.
const async = require('async');

const mails = async.queue((mail, done) => {
  mail.started = done();
}, 1);

function submit(address) {
  mails.push({ address });
  return mails.length() > 0;
}

module.exports = { submit };
