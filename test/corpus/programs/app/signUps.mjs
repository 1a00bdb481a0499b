// One address without an @ ends the loop that sends mails, and nobody starts it again.
import { setImmediate as turn } from 'node:timers/promises';
import { MailQueue } from './parts/mailQueue.mjs';

class Mail {
  constructor(to, subject) {
    this.to = to;
    this.subject = subject;
  }

  get host() {
    const [, host] = this.to.split('@');
    if (host === undefined) throw new Error(`no address: ${this.to}`);
    return host;
  }
}

class Sender {
  sent = 0;

  async run(queue) {
    for await (const mail of queue) {
      await turn();
      if (mail.host !== '') this.sent++;
    }
  }
}

const queue = new MailQueue();
const sender = new Sender();
sender.run(queue).catch((error) => (sender.failed = error.message));

export async function signUp(user) {
  queue.add(new Mail(user % 10 === 3 ? `user${user}` : `user${user}@mail.test`, 'Welcome'));
  await turn();
  return sender.sent;
}
