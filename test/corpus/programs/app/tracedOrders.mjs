// Spans of requests are hung below the span of the start, because outside a request that is the
// current one.
import { setImmediate as turn } from 'node:timers/promises';
import { traced } from './parts/tracer.mjs';

class Stock {
  #left = new Map([
    ['tea', 900],
    ['milk', 20],
  ]);

  take(article) {
    return traced(`take ${article}`, async () => {
      await turn();
      const left = this.#left.get(article) ?? 0;
      this.#left.set(article, left > 0 ? left - 1 : 900);
      return left > 0;
    });
  }
}

class Orders {
  constructor(stock) {
    this.stock = stock;
  }

  place(articles) {
    return traced('place order', async () => {
      const taken = await Promise.all(articles.map((each) => this.stock.take(each)));
      return taken.every(Boolean);
    });
  }
}

const orders = new Orders(new Stock());

export const placeOrder = (article) => orders.place([article, 'milk']);
