// A daily reminder for each visit instead of one for the process.
const cron = require('node-cron');

const visitors = { count: 0 };
cron.schedule('0 9 * * *', () => visitors.count);

function remind(user) {
  visitors.count += 1;
  return user.length;
}

module.exports = { remind };
