// How long each page takes is measured, read once and never cleared.
import { performance } from 'node:perf_hooks';

class Template {
  constructor(text) {
    this.parts = text.split(/\{(\w+)\}/);
  }

  render(values) {
    return this.parts.map((part, at) => (at % 2 === 0 ? part : String(values[part]))).join('');
  }
}

class Renderer {
  #templates = new Map();

  add(name, text) {
    this.#templates.set(name, new Template(text));
    return this;
  }

  render(name, values) {
    const start = performance.now();
    const page = this.#templates.get(name).render(values);
    const { duration } = performance.measure(`render ${name}`, { start, detail: values }); // grows
    return { page, duration };
  }
}

const renderer = new Renderer()
  .add('greeting', 'Hello {name}, you are number {number}.')
  .add('farewell', 'Good bye {name}.');

export function greet(name, number) {
  return renderer.render(number % 2 === 0 ? 'greeting' : 'farewell', { name, number }).page;
}
