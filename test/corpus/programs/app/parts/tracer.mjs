import { AsyncLocalStorage } from 'node:async_hooks';

export class Span {
  constructor(name, parent) {
    this.name = name;
    this.started = performance.now();
    this.children = [];
    parent?.children.push(this); // grows
  }

  end() {
    this.duration = performance.now() - this.started;
  }
}

const current = new AsyncLocalStorage();
const startUp = new Span('start-up');

export async function traced(name, work) {
  const span = new Span(name, current.getStore() ?? startUp);
  try {
    return await current.run(span, work);
  } finally {
    span.end();
  }
}
