// Work in other threads and processes, ended afterwards.
const Piscina = require('piscina').Piscina ?? require('piscina');
const { Worker } = require('node:worker_threads');
const { execFile, spawn } = require('node:child_process');
const { promisify } = require('node:util');
const path = require('node:path');

const file = path.join(__dirname, 'workers.task.js');
let pool;

async function inPool(i) {
  pool ??= new Piscina({ filename: file, maxThreads: 1, minThreads: 1 });
  return pool.run({ n: i });
}

async function ownPool(i) {
  const own = new Piscina({ filename: file, maxThreads: 1 });
  const result = await own.run({ n: i });
  await own.destroy();
  return result;
}

async function ownWorker(i) {
  const worker = new Worker(`require('node:worker_threads').parentPort.postMessage(${i})`, { eval: true });
  const answer = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  await worker.terminate();
  return answer;
}

async function runCommand() {
  const { stdout } = await promisify(execFile)('/bin/echo', ['hello']);
  return stdout.length;
}

async function pipeThrough(i) {
  const child = spawn('/bin/cat');
  child.stdin.end(`text ${i}`);
  let text = '';
  for await (const chunk of child.stdout) text += chunk;
  return text;
}

module.exports = { inPool, ownPool, ownWorker, runCommand, pipeThrough };
