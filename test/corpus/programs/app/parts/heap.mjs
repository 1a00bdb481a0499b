/** A binary heap: the least is taken first. */
export class Heap {
  #items = [];

  constructor(isLess) {
    this.isLess = isLess;
  }

  get least() {
    return this.#items[0];
  }

  add(item) {
    const items = this.#items;
    let at = items.length;
    items.push(item); // grows
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.isLess(item, items[above])) break;
      items[at] = items[above];
      at = above;
    }
    items[at] = item;
  }

  take() {
    const items = this.#items;
    const [least] = items;
    const last = items.pop();
    if (items.length === 0) return least;
    let at = 0;
    for (let below = 1; below < items.length; below = 2 * at + 1) {
      if (below + 1 < items.length && this.isLess(items[below + 1], items[below])) below++;
      if (!this.isLess(items[below], last)) break;
      items[at] = items[below];
      at = below;
    }
    items[at] = last;
    return least;
  }
}
