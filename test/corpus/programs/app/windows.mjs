// Things that are kept for a while or up to a number, each in another manner. None is a leak.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as wait, setImmediate as turn } from 'node:timers/promises';

/** Allows so many calls in a sliding window of 200 ms. */
class RateLimiter {
  #hits = [];

  allow(client) {
    const now = performance.now();
    this.#hits.push({ client, now });
    while (now - this.#hits[0].now > 200) this.#hits.shift();
    return this.#hits.length;
  }
}

/** First in, first out. */
class Recent extends Map {
  constructor(limit) {
    super();
    this.limit = limit;
  }

  set(key, value) {
    super.set(key, value);
    if (this.size > this.limit) this.delete(this.keys().next().value);
    return this;
  }
}

/** Two generations: when the young one is full, the old one goes as a whole. */
class Generations {
  #young = new Map();
  #old = new Map();

  get(key, make) {
    const known = this.#young.get(key) ?? this.#old.get(key);
    const value = known ?? make(key);
    this.#young.set(key, value);
    if (this.#young.size >= 500) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    return value;
  }
}

/** Sends what was written when there are 256 lines, or after 50 ms. */
class BatchLog {
  #lines = [];
  #timer;
  sent = 0;

  write(line) {
    this.#lines.push({ line, at: Date.now() });
    if (this.#lines.length >= 256) void this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), 50);
  }

  async #flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for await (const { line } of Readable.from(this.#lines.splice(0))) this.sent += line.length;
  }
}

const limiter = new RateLimiter();
const thumbnails = new Recent(37);
const articles = new Recent(3_000);
const generations = new Generations();
const log = new BatchLog();
const pending = new Map();
const logged = [];

export const allow = (client) => limiter.allow(`client ${client}`);

export function thumbnail(id) {
  thumbnails.set(id, { id, pixels: new Uint8Array(64) });
  return thumbnails.size;
}

export function article(id) {
  articles.set(`article ${id}`, { id, words: ['one', `number ${id}`] });
  return articles.size;
}

export const digest = (id) =>
  generations.get(`text ${id}`, (text) => createHash('sha1').update(text).digest('hex'));

export function writeLine(id) {
  log.write(`line ${id}`);
  return log.sent;
}

/** The answer is taken away 50 ms after it was given. */
export async function answer(id) {
  const reply = { id, text: `answer ${id}` };
  pending.set(reply, { since: Date.now() });
  setTimeout(() => pending.delete(reply), 50);
  await turn();
  return pending.size;
}

/** A ring of the 1,000 last events, as JSON. */
export function logEvent(id) {
  logged[id % 1_000] = JSON.stringify({ id, kind: 'view', path: [`/${id}`, '/home'] });
  return JSON.parse(logged[(id * 7) % logged.length] ?? '{}').id;
}

/** Many at a time, each with a time limit that is not reached. */
export async function fanOut(id) {
  const limits = new AbortController();
  const late = wait(5_000, 'late', { signal: limits.signal, ref: false }).catch(() => 'stopped');
  const parts = Array.from({ length: 20 }, async (_, at) => {
    await turn();
    if ((id + at) % 9 === 0) throw new Error(`part ${at}`);
    return { at, of: id };
  });
  const settled = await Promise.race([Promise.allSettled(parts), late]);
  limits.abort();
  return settled.filter(({ status }) => status === 'fulfilled').length;
}
