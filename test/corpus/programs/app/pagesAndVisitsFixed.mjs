// A cache of 700 rendered pages, which is as large as it should be, and the 90 last of each fourth visit.
class Page {
  constructor(id) {
    this.id = id;
    this.lines = Array.from({ length: 6 }, (_, line) => `line ${line} of page ${id}`);
  }
}

class PageCache {
  #pages = new Map();

  get(id) {
    const page = this.#pages.get(id) ?? new Page(id);
    this.#pages.delete(id);
    this.#pages.set(id, page);
    if (this.#pages.size > 700) this.#pages.delete(this.#pages.keys().next().value);
    return page;
  }
}

class Visit {
  constructor(id) {
    this.id = id;
    this.at = Date.now();
  }
}

class Sampler {
  visits = { some: [] };

  see(id) {
    if (id % 4 === 0) this.visits.some[(id / 4) % 90] = new Visit(id);
  }
}

const cache = new PageCache();
const sampler = new Sampler();

export function show(id) {
  sampler.see(id);
  return cache.get(id).lines.length;
}
