// A conversation between two parts of a program goes through a MessageChannel. Nobody hangs up.
import { MessageChannel } from 'node:worker_threads';
import { once } from 'node:events';

class Answerer {
  constructor(port) {
    this.port = port;
    port.on('message', (question) => this.answer(question));
  }

  answer({ id, words }) {
    this.port.postMessage({ id, length: words.join(' ').length });
  }
}

class Conversation {
  #asked = 0;

  constructor() {
    const { port1, port2 } = new MessageChannel(); // grows
    this.port = port1;
    this.answerer = new Answerer(port2);
    port2.unref();
  }

  async ask(words) {
    const answered = once(this.port, 'message');
    this.port.postMessage({ id: ++this.#asked, words });
    const [{ length }] = await answered;
    return length;
  }
}

export async function countLetters(text) {
  const conversation = new Conversation();
  return conversation.ask(text.split(' '));
}
