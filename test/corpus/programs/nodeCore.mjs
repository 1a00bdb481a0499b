// Node's own modules, used as they should be.
import { once, EventEmitter } from 'node:events';
import { createReadStream, mkdtempSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify, inspect } from 'node:util';
import { AsyncLocalStorage } from 'node:async_hooks';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { lookup } from 'node:dns/promises';
import net from 'node:net';
import vm from 'node:vm';

const folder = mkdtempSync(join(tmpdir(), 'core-'));
const file = join(folder, 'lines.txt');
writeFileSync(file, 'a line of text\n'.repeat(500));
const requestStore = new AsyncLocalStorage();
const target = new EventTarget();
const emitter = new EventEmitter();

export async function readLines() {
  let lines = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) lines += line.length > 0 ? 1 : 0;
  return lines;
}

export async function readWhole(i) {
  return (await readFile(file, 'utf8')).slice(0, i % 50);
}

export async function abortable(i) {
  const controller = new AbortController();
  const waiting = delay(1_000, i, { signal: controller.signal }).catch((error) => error.name);
  controller.abort();
  return waiting;
}

export async function timeoutSignal() {
  const signal = AbortSignal.timeout(60_000);
  const any = AbortSignal.any([signal, new AbortController().signal]);
  return any.aborted;
}

export function measure(i) {
  performance.mark('start');
  performance.mark('end');
  const { duration } = performance.measure('work', 'start', 'end');
  performance.clearMarks();
  performance.clearMeasures();
  return duration + i;
}

export function inContext(i) {
  return vm.runInNewContext('list.map((n) => n * factor)', { list: [1, 2, 3], factor: i });
}

export function clone(i) {
  return structuredClone({ at: new Date(i), map: new Map([[i, new Set([i])]]), buffer: new Uint8Array(1_000) }).map.size;
}

export async function withStore(i) {
  return requestStore.run({ id: i }, async () => {
    await delay(0);
    return requestStore.getStore().id;
  });
}

export function eventTarget(i) {
  const listener = (event) => event.type + i;
  target.addEventListener('change', listener, { once: true });
  target.dispatchEvent(new Event('change'));
}

export async function waitForEvent(i) {
  setImmediate(() => emitter.emit('ready', i));
  const [value] = await once(emitter, 'ready');
  return value;
}

export function channel(i) {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage({ i });
  const received = receiveMessageOnPort(port2);
  port1.close();
  port2.close();
  return received.message.i;
}

export async function resolveName() {
  return (await lookup('localhost')).address;
}

export async function connect(i) {
  const server = net.createServer((socket) => socket.end(`hello ${i}`)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = net.connect(server.address().port, '127.0.0.1');
  socket.setEncoding('utf8');
  let text = '';
  for await (const chunk of socket) text += chunk;
  server.close();
  await once(server, 'close');
  return text;
}

export function show(i) {
  console.log(inspect({ i, nested: { list: [1, 2, { deep: new Map([[i, i]]) }] } }, { depth: 5 }));
}

export function urls(i) {
  const url = new URL(`https://example.com/path/${i}?a=${i}&b=2`);
  url.searchParams.append('c', String(i));
  return url.href.length + new URLSearchParams({ i: String(i) }).toString().length;
}

export async function promisified(i) {
  const later = promisify((value, callback) => setImmediate(callback, null, value));
  return later(i);
}

export function makeRegExp(i) {
  return new RegExp(`^item-${i}-(\\d+)$`).exec(`item-${i}-42`)[1];
}

export function compile(i) {
  return new Function('a', `return a + ${i}`)(1);
}

export async function lateWork(i) {
  setTimeout(() => ({ i }), 30).unref();
  return i;
}
