// The rules are to take effect without a restart, when their file changes: until then the
// address is the same.
class Rules {
  #version = 0;

  async load() {
    const rules = await import(`./parts/rules.mjs?version=${this.#version}`);
    return rules.discounts;
  }
}

class Till {
  constructor(rules) {
    this.rules = rules;
  }

  async total(prices) {
    const [first] = await this.rules.load();
    return prices.map((price) => first.apply(price)).reduce((sum, price) => sum + price, 0);
  }
}

const till = new Till(new Rules());

export const checkOut = (price) => till.total([price, price * 2]);
