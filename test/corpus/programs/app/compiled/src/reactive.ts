// A membrane: the same object gets the same proxy again. The table of them is a Map.
type Change = (key: PropertyKey, value: unknown) => void;

class Membrane {
  private readonly proxies = new Map<object, object>();

  constructor(private readonly changed: Change) {}

  wrap<Target extends object>(target: Target): Target {
    const known = this.proxies.get(target) as Target | undefined;
    if (known !== undefined) return known;
    const proxy = new Proxy(target, {
      get: (object, key, receiver) => {
        const value: unknown = Reflect.get(object, key, receiver);
        return typeof value === 'object' && value !== null ? this.wrap(value) : value;
      },
      set: (object, key, value, receiver) => {
        this.changed(key, value);
        return Reflect.set(object, key, value, receiver);
      },
    });
    this.proxies.set(target, proxy); // grows
    return proxy;
  }
}

class Counter {
  changes = 0;
  readonly membrane = new Membrane(() => this.changes++);
}

class Form {
  name = '';
  valid = false;
}

const counter = new Counter();

export function fillIn(name: string): number {
  const form = counter.membrane.wrap(new Form());
  form.name = name;
  form.valid = form.name.length > 3;
  return counter.changes;
}
