"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.fillIn = fillIn;
class Membrane {
    changed;
    proxies = new Map();
    constructor(changed) {
        this.changed = changed;
    }
    wrap(target) {
        const known = this.proxies.get(target);
        if (known !== undefined)
            return known;
        const proxy = new Proxy(target, {
            get: (object, key, receiver) => {
                const value = Reflect.get(object, key, receiver);
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
    membrane = new Membrane(() => this.changes++);
}
class Form {
    name = '';
    valid = false;
}
const counter = new Counter();
function fillIn(name) {
    const form = counter.membrane.wrap(new Form());
    form.name = name;
    form.valid = form.name.length > 3;
    return counter.changes;
}
//# sourceMappingURL=reactive.js.map