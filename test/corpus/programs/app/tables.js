'use strict';
// Tables, pools and trees that stop growing, and calls that make much and keep nothing.
const { gunzipSync, gzipSync } = require('node:zlib');

/** Values are held weakly; a registry takes their keys away when they are gone. */
class WeakCache {
  #refs = new Map();
  #gone = new FinalizationRegistry(({ key, ref }) => {
    if (this.#refs.get(key) === ref) this.#refs.delete(key);
  });

  get(key, make) {
    const known = this.#refs.get(key)?.deref();
    if (known !== undefined) return known;
    const value = make(key);
    const ref = new WeakRef(value);
    this.#refs.set(key, ref);
    this.#gone.register(value, { key, ref });
    return value;
  }

  get size() {
    return this.#refs.size;
  }
}

/** A pool that is as large as the most that were ever in use at a time. */
class Pool {
  #free = [];
  made = 0;

  take() {
    return this.#free.pop() ?? { number: this.made++, bytes: Buffer.alloc(256) };
  }

  give(item) {
    this.#free.push(item);
  }
}

/** Two buffers that take turns: one is filled while the other is drawn. */
class DoubleBuffer {
  front = [];
  back = [];

  draw(item) {
    this.back.push(item);
    if (this.back.length < 64) return this.front.length;
    [this.front, this.back] = [this.back, this.front];
    this.back.length = 0;
    return this.front.length;
  }
}

/** A persistent search tree: a change copies the path, and all else is shared. */
const EMPTY = null;
class Tree {
  constructor(key, left, right) {
    this.key = key;
    this.left = left;
    this.right = right;
  }

  static with(tree, key) {
    if (tree === EMPTY) return new Tree(key, EMPTY, EMPTY);
    if (key < tree.key) return new Tree(tree.key, Tree.with(tree.left, key), tree.right);
    if (key > tree.key) return new Tree(tree.key, tree.left, Tree.with(tree.right, key));
    return tree;
  }

  static withoutLeast(tree) {
    if (tree.left === EMPTY) return tree.right;
    return new Tree(tree.key, Tree.withoutLeast(tree.left), tree.right);
  }
}

class Statistics {
  #byLabel = new Map();
  #limits = [1, 2, 5, 10, 20, 50, 100, Infinity];

  observe(label, value) {
    let counts = this.#byLabel.get(label);
    if (counts === undefined) this.#byLabel.set(label, (counts = this.#limits.map(() => 0)));
    counts[this.#limits.findIndex((limit) => value <= limit)]++;
    return counts;
  }
}

class Sessions {
  #open = [];

  open(user) {
    this.#open.push({ user, basket: [`for ${user}`] });
    if (this.#open.length > 800) this.#open.splice(0, 300);
    return this.#open.length;
  }
}

const weak = new WeakCache();
const pool = new Pool();
const buffers = new DoubleBuffer();
const statistics = new Statistics();
const sessions = new Sessions();
let tree = EMPTY;
let inTree = 0;

const lookUp = (id) => weak.get(`key ${id}`, (key) => ({ key, words: key.split(' ') })).words.length;

function compose(id) {
  const taken = Array.from({ length: 1 + ((id * 7919) % 60) }, () => pool.take());
  for (const item of taken) pool.give(item);
  return pool.made;
}

const drawLine = (id) => buffers.draw({ from: id, to: id + 1 });

function schedule(id) {
  tree = Tree.with(tree, (id * 7919) % 100_003);
  inTree++;
  if (inTree > 200) {
    tree = Tree.withoutLeast(tree);
    inTree--;
  }
  return inTree;
}

const observe = (id) => statistics.observe(`/page/${id % 60}`, id % 120).length;
const openSession = (user) => sessions.open(user);

/** A megabyte for each call, of which nothing stays. */
function pack(id) {
  const rows = Array.from({ length: 4_000 }, (_, row) => ({ row, id, name: `row ${row} of ${id}` }));
  const packed = gzipSync(JSON.stringify(rows), { level: 1 });
  return JSON.parse(gunzipSync(packed).toString()).length;
}

/** Objects of ever other shapes, classes that are made for one call, functions that are compiled. */
function shapes(id) {
  class Local {
    constructor() {
      this[`field${id % 50}`] = id;
      this.other = String(id);
    }
  }
  const things = [new Local(), [id], new Map([[id, id]]), (x) => x + id, /a+b/g, { [`k${id % 90}`]: 1 }];
  const sized = things.map((thing) => Object.keys(thing).length);
  return new Function('sizes', `return sizes.reduce((a, b) => a + b, ${id % 30})`)(sized);
}

module.exports = { lookUp, compose, drawLine, schedule, observe, openSession, pack, shapes };
