// A skip list of open bids. A bid that is withdrawn is unlinked at all its levels.
class Bid {
  constructor(price, levels) {
    this.price = price;
    this.next = new Array(levels).fill(null);
  }
}

class Bids {
  #first = new Bid(-Infinity, 8);
  #seed = 1;
  size = 0;

  add(price) {
    const bid = new Bid(price, this.#levels());
    for (let level = bid.next.length - 1; level >= 0; level--) {
      const before = this.#before(price, level);
      bid.next[level] = before.next[level];
      before.next[level] = bid;
    }
    this.size++;
    return bid;
  }

  withdraw(bid) {
    for (let level = bid.next.length - 1; level >= 0; level--) {
      const before = this.#before(bid.price, level);
      if (before.next[level] === bid) before.next[level] = bid.next[level];
    }
    this.size--;
  }

  #before(price, lowest) {
    let bid = this.#first;
    for (let level = 7; level >= lowest; level--) {
      while (bid.next[level] && bid.next[level].price < price) bid = bid.next[level];
    }
    return bid;
  }

  #levels() {
    let levels = 1;
    while (levels < 8 && (this.#seed = (this.#seed * 48_271) % 2_147_483_647) % 2 === 0) levels++;
    return levels;
  }
}

const bids = new Bids();

export function bid(number) {
  const made = bids.add((number * 7919) % 100_003);
  bids.withdraw(made);
  return bids.size;
}
