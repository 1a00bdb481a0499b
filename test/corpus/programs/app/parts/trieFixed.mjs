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
        node.children.set(letter, next);
      }
      node = next;
    }
    if (!node.ends) this.size++;
    node.ends = true;
  }

  remove(word) {
    const path = [this.#root];
    for (const letter of word) path.push(path.at(-1)?.children.get(letter));
    if (!path.at(-1)?.ends) return;
    this.size--;
    path.at(-1).ends = false;
    for (let at = word.length; at > 0 && isEmpty(path[at]); at--) {
      path[at - 1].children.delete(word[at - 1]);
    }
  }
}

const isEmpty = (node) => !node.ends && node.children.size === 0;
