// Preloaded (NODE_OPTIONS) into each Node process of a program that is started, and into their workers:
// each process tells Leak Loop where its inspector is. A thread that is through with its work stays until
// Leak Loop has seen whether the function that it looks for lives there.
'use strict';
const inspector = require('node:inspector');
const { connect } = require('node:net');
const { isMainThread } = require('node:worker_threads');
const keptExit = require('./keptExit.js');
const { setInterval, clearInterval } = globalThis;

delete require.cache[__filename];

const variable = 'LEAK_LOOP_HOLD';
const known = Symbol.for('leak-loop.member');
const announced = Symbol.for('leak-loop.announced');
const longest = 2 ** 31 - 1;
const [port, token] = (process.env[variable] ?? '').split(':');

/** Without these words Leak Loop has chosen already, and nobody is waited for. */
if (token !== undefined) join();

function join() {
  if (isMainThread) introduce();
  const member = memberOf();
  Object.defineProperty(globalThis, known, { value: member, configurable: true });
  globalThis[announced]?.(member);
  delete globalThis[announced];
}

function memberOf() {
  let stay, isOver;
  const whenOver = new Promise((resolve) => (isOver = resolve));
  const remain = () => {
    stay ??= setInterval(() => {}, longest);
  };
  const onExit = () => {
    remain();
    isOver(true);
  };
  process.once('beforeExit', onExit);
  const kept = keptExit(onExit);
  kept.begin();
  /** The search is over; what is started from now on is nobody's business. */
  const settle = () => {
    process.off('beforeExit', onExit);
    delete process.env[variable];
    delete globalThis[known];
    isOver(false);
  };
  return {
    /** Resolves to true when nothing is left to be done here, to false when that no longer matters. */
    whenOver: () => whenOver,
    /** This is the thread in which the function is looped: it must not end before that does. */
    keep() {
      settle();
      remain();
    },
    letGo() {
      settle();
      clearInterval(stay);
      kept.end();
    },
    wasKept: kept.wasKept,
  };
}

/** Says who and where we are; as nothing may outlive the engine, we end when that connection does. */
function introduce() {
  inspector.open(0, '127.0.0.1');
  const lifeline = connect(Number(port), '127.0.0.1', () => {
    lifeline.write(`${token} ${process.pid} ${inspector.url()}\n`);
  });
  lifeline.on('error', () => {}).on('close', () => process.reallyExit(1));
  lifeline.resume();
  lifeline.unref();
}
