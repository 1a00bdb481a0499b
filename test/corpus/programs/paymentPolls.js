// A payment is looked at every 30 seconds until it is paid. Removed jobs stay in the list of the scheduler's engine.
const { AsyncTask, SimpleIntervalJob, ToadScheduler } = require('toad-scheduler');

const payments = new Map();
const scheduler = new ToadScheduler();

async function awaitPayment(id) {
  const task = new AsyncTask(`payment ${id}`, async () => payments.get(id)?.state, () => payments.delete(id));
  const job = new SimpleIntervalJob({ seconds: 30, runImmediately: true }, task, { id: `payment ${id}` });
  payments.set(id, { state: 'paid' });
  scheduler.addSimpleIntervalJob(job); // grows
  const { state } = await Promise.resolve(payments.get(id));
  scheduler.removeById(job.id);
  payments.delete(id);
  return state;
}

module.exports = { awaitPayment };
