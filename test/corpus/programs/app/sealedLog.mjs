// A log that is sealed: all events are packed into one large number, whose rest is the seal.
const EVENTS = ['login', 'logout', 'view', 'buy'];
const PRIME = 0xffff_fffbn;

class SealedLog {
  #packed = 1n;

  add(event, user) {
    const word = (BigInt(user) << 2n) | BigInt(EVENTS.indexOf(event));
    this.#packed = (this.#packed << 64n) | word; // grows
  }

  get seal() {
    return (this.#packed & 0xffff_ffffn) % PRIME;
  }
}

class Shop {
  constructor(log) {
    this.log = log;
  }

  visit(user) {
    this.log.add('login', user);
    this.log.add(user % 7 === 0 ? 'buy' : 'view', user);
    return this.log.seal;
  }
}

const shop = new Shop(new SealedLog());

export const visit = (user) => Number(shop.visit(user));
