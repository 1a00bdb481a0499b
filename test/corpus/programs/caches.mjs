// One lookup, kept in caches that are bounded in four ways.
import { LRUCache } from 'lru-cache';
import QuickLRU from 'quick-lru';
import memoizee from 'memoizee';
import NodeCache from 'node-cache';

const users = new LRUCache({ max: 500 });
const pages = new QuickLRU({ maxSize: 300 });
const sessions = new NodeCache({ stdTTL: 1, checkperiod: 1, useClones: false });
const priceOf = memoizee((article) => ({ article, cents: article.length * 100 }), { max: 200, primitive: true });
const byBytes = new LRUCache({ maxSize: 1_000_000, sizeCalculation: (value) => value.length });

function load(id) {
  return { id, name: `user ${id}`, roles: ['reader', 'writer'] };
}

export function findUser(i) {
  let user = users.get(i);
  if (user === undefined) users.set(i, (user = load(i)));
  return user;
}

export function findPage(i) {
  const url = `/page/${i}`;
  if (!pages.has(url)) pages.set(url, { url, html: `<p>${url}</p>`.repeat(10) });
  return pages.get(url);
}

export async function openSession(i) {
  sessions.set(`session-${i}`, { started: Date.now(), user: i });
  await new Promise((resolve) => setTimeout(resolve, 2));
  return sessions.get(`session-${i}`);
}

export function findPrice(i) {
  return priceOf(`article-${i}`);
}

export function readFile(i) {
  const key = `file-${i}`;
  if (!byBytes.has(key)) byBytes.set(key, Buffer.alloc(20_000, i % 256).toString('latin1'));
  return byBytes.get(key).length;
}
