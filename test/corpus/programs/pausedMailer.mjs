// The queue of mails is paused while a mail is written, and is not resumed.
import { setImmediate } from 'node:timers/promises';
import fastq from 'fastq';

const sent = { count: 0, failed: 0 };
const mails = fastq.promise(deliver, 2);

async function deliver(mail) {
  await setImmediate();
  sent.count += mail.to.length;
}

export async function sendMail(to) {
  mails.pause();
  const text = await Promise.resolve(`Dear ${to}`);
  mails.push({ to, text }).catch(() => (sent.failed += 1)); // grows
  return text.length;
}
