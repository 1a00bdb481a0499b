class TrieNode {
  children = new Map();
  ends = false;
}

export class Trie {
  #root = new TrieNode();
  size = 0;

  add(word) {
    let node = this.#root;
    for (const letter of word) {
      let next = node.children.get(letter);
      if (next === undefined) {
        next = new TrieNode();
        node.children.set(letter, next); // grows
      }
      node = next;
    }
    if (!node.ends) this.size++;
    node.ends = true;
  }

  remove(word) {
    let node = this.#root;
    for (const letter of word) {
      node = node.children.get(letter);
      if (node === undefined) return;
    }
    if (node.ends) this.size--;
    node.ends = false;
  }
}
