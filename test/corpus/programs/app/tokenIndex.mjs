// Tokens of a visit are kept in a trie and taken out at its end; the nodes that they needed stay.
import { createHash } from 'node:crypto';
import { Trie } from './parts/trie.mjs';

class Tokens {
  #index = new Trie();

  issue(user) {
    const token = createHash('md5').update(`user ${user}`).digest('hex').slice(0, 12);
    this.#index.add(token);
    return token;
  }

  withdraw(token) {
    this.#index.remove(token);
  }

  get open() {
    return this.#index.size;
  }
}

const tokens = new Tokens();

export function visit(user) {
  const token = tokens.issue(user);
  const { open } = tokens;
  tokens.withdraw(token);
  return open;
}
