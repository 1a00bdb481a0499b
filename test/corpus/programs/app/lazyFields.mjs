// Values that are computed when they are first read, as getters of one object.
import { randomUUID } from 'node:crypto';

class Lazy {
  values = Object.create(null);

  define(name, compute) {
    let value;
    const get = () => (value ??= compute());
    Object.defineProperty(this.values, name, { get, configurable: true }); // grows
  }
}

class Requests {
  constructor(lazy) {
    this.lazy = lazy;
  }

  open(user) {
    const id = `${user}:${randomUUID()}`;
    this.lazy.define(id, () => ({ user, opened: Date.now() }));
    return id;
  }

  close(id) {
    return this.lazy.values[id].user;
  }
}

const requests = new Requests(new Lazy());

export function handle(user) {
  const id = requests.open(user);
  return requests.close(id);
}
