// What a user has seen is marked with a symbol of the registry, which forgets none.
class Marks {
  #namespace;

  constructor(namespace) {
    this.#namespace = namespace;
  }

  of(user) {
    return Symbol.for(`${this.#namespace}:${user}`); // grows
  }
}

class Article {
  constructor(title) {
    this.title = title;
  }

  show(mark) {
    const seen = this[mark] === true;
    this[mark] = true;
    return seen ? this.title : `${this.title} (new)`;
  }
}

const marks = new Marks('seen');

export function read(user) {
  const article = new Article('On registries');
  const mark = marks.of(user);
  return [article.show(mark), article.show(mark)].join();
}
