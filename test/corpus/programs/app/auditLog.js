'use strict';
// Lines of the audit go to a store that never says that it took the first one. What write() returns
// is not looked at.
const { Writable } = require('node:stream');

class Store extends Writable {
  stored = 0;

  constructor() {
    super({ decodeStrings: false });
  }

  _write(line, _encoding, done) {
    if (line.length > this.stored) this.stored += line.length;
    else done();
  }
}

class Audit {
  #store = new Store();

  note(user, action) {
    const line = JSON.stringify({ user, action, at: Date.now() });
    this.#store.write(`${line}\n`); // grows
    return line.length;
  }
}

const audit = new Audit();

function remove(user) {
  return audit.note(`user ${user}`, 'remove');
}

module.exports = { remove };
