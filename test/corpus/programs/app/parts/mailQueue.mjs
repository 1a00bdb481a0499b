export class MailQueue {
  #mails = [];
  #wake = () => {};

  add(mail) {
    this.#mails.push(mail); // grows
    this.#wake();
  }

  async *[Symbol.asyncIterator]() {
    for (;;) {
      while (this.#mails.length > 0) yield this.#mails.shift();
      await new Promise((resolve) => (this.#wake = resolve));
    }
  }
}
