// A daily reminder for each visit instead of one for the process.
const cron = require('node-cron');

const visitors = { count: 0 };

function remind(user) {
  visitors.count += 1;
  const task = cron.schedule('0 9 * * *', () => `Good morning, ${user}`); // grows
  return typeof task;
}

module.exports = { remind };
