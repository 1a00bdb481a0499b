import { AsyncLocalStorage } from 'node:async_hooks';

export class Span {
  constructor(name, parent) {
    this.name = name;
    this.started = performance.now();
    this.children = [];
    parent?.children.push(this);
  }

  end() {
    this.duration = performance.now() - this.started;
  }
}

const current = new AsyncLocalStorage();


export async function traced(name, work) {
  const span = new Span(name, current.getStore());
  try {
    return await current.run(span, work);
  } finally {
    span.end();
  }
}
