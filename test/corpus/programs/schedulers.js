// Jobs that are planned and stopped again.
const cron = require('node-cron-4');
const schedule = require('node-schedule');

function planAndStop(i) {
  const task = cron.schedule('*/5 * * * *', () => i);
  task.stop();
  return task.destroy();
}

function planAndCancel(i) {
  const job = schedule.scheduleJob(`job ${i}`, '0 0 1 1 *', () => i);
  return job.cancel();
}

module.exports = { planAndStop, planAndCancel };
