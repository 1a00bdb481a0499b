import assert from 'node:assert/strict';
import test from 'node:test';
import { captureCall } from '../../src/inspector/call/captureCall';
import { resolveCall } from '../../src/inspector/call/resolveCall';
import { resolveFunction } from '../../src/inspector/call/resolveFunction';
import { installedNodes } from '../installedNodes';
import { TestProgram } from './testProgram';

/** Each of its functions is really called, again and again, by a program that is in use. */
const inUse = `
  const { EventEmitter } = require('node:events');
  const seen = [];
  class Till {
    constructor(place) { this.place = place; seen.push(['new', place]); }
    add(price, { vat }) { seen.push([this.place, price, vat]); }
  }
  const arrow = ({ id, tags: [tag] }, size = 3, ...rest) => { seen.push([id, tag, size, rest]); };
  function save(name, options, callback) { seen.push([name, options]); setImmediate(callback); }
  function* pages(count) { seen.push(['pages', count]); yield count; }
  const handle = (context) => { seen.push(context.path); };
  const serveAll = ({ jobs, byName }, lines, pages, answer, question, empty, shop) => { seen.push(shop); };
  class Shop { socket = { of: new (require('node:net').Socket)() }; }
  const tills = [new Till('here'), new Till('there')];
  let isOpen = true;
  setInterval(() => {
    if (!isOpen) return;
    tills[1].add(12, { vat: 2 });
    arrow({ id: 7, tags: ['new'] }, undefined, 'a', 'b');
    save('a row', { sync: true }, () => seen.push('callback of the program'));
    [...pages(2)];
    new Till('anywhere');
    debugger; // stops only where a debugger of somebody's own is attached
    const socket = new (require('node:net').Socket)();
    const jobs = [{ id: 1 }, { id: 2, socket }];
    const byName = new Map([['a', new Set([socket])]]);
    const question = new Request('http://shop.test');
    serveAll({ jobs, byName }, ['x'].values(), (async function* () {})(), new Response('text'), question, new Response(null), new Shop());
    handle({ path: '/', socket: new (require('node:net').Socket)() });
  }, 2);
  exports.open = () => { isOpen = true; };
  // The inspector may interrupt the program in the middle of its calls: what follows comes after them.
  exports.close = async () => {
    isOpen = false;
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    seen.splice(0);
  };
  exports.seen = () => seen;
`;

for (const { name, executable } of installedNodes()) {
  test(`calls are captured with what they are made with, whatever the function is, on Node ${name}`, async (t) => {
    const program = await TestProgram.run(t, inUse, { node: executable });
    for (const [chosen, expected] of [
      ['Till.add', ['there', 12, 2]],
      ['arrow', [7, 'new', 3, ['a', 'b']]],
      ['save', ['a row', { sync: true }]],
      ['pages', ['pages', 2]],
      ['Till', ['new', 'anywhere']],
    ] as const) {
      const { target } = program;
      const live = await resolve(program, chosen);
      await program.call('open');
      const captured = await captureCall(target, program.scripts, live, undefined);
      const { namespace, file, scripts } = program;
      await target.driver.aim(
        await resolveCall(target, live, { captured }, { namespace, file, scripts }),
      );
      const before = await target.driver.status();
      await program.callAsync('close');
      await target.driver.run(1, 10_000);
      const after = await target.driver.status();
      assert.equal(after.thrown, before.thrown, after.firstThrown?.message);
      assert.deepEqual((await program.call<unknown[]>('seen'))[0], expected, chosen);
    }
  });
}

for (const { name, executable } of installedNodes()) {
  test(`iterators and bodies can be used only once, also within lists and maps; what a service refers to is no matter, on Node ${name}`, async (t) => {
    const program = await TestProgram.run(t, inUse, { node: executable });
    const live = await resolve(program, 'serveAll');
    await assert.rejects(
      captureCall(program.target, program.scripts, live, undefined),
      (error: Error) => {
        const named = [...error.message.matchAll(/[^ ,]+ \(\w+\)/g)].map(([text]) => text);
        assert.deepEqual(
          named,
          [
            '}.jobs[1].socket (Socket)',
            '}.byName.get("a")][0] (Socket)',
            'lines (Iterator)',
            'pages (AsyncIterator)',
            'answer (Response)',
          ],
          error.message,
        );
        return true;
      },
    );
  });
}

/** Whoever reads \`Request\` first loads it, which takes this program half a second. */
const loading = `
  const { writeSync } = require('node:fs');
  const take = (item) => item;
  exports.load = () => setImmediate(() => {
    const { for: symbolFor } = Symbol;
    const end = Date.now() + 500;
    Symbol.for = (key) => {
      if (Date.now() < end) writeSync(2, 'loading');
      while (Date.now() < end);
      return symbolFor(key);
    };
    new Request('http://shop.test');
    Symbol.for = symbolFor;
    setInterval(() => take('apple'), 2);
  });
`;

for (const { name, executable } of installedNodes()) {
  test(`a call is captured of a program that is interrupted while it loads \`fetch\`, on Node ${name}`, async (t) => {
    let load!: () => void;
    const isLoading = new Promise<void>((resolve) => (load = resolve));
    const program = await TestProgram.run(t, loading, {
      node: executable,
      onOutput: (_category, text) => text.includes('loading') && load(),
    });
    const live = await resolve(program, 'take');
    await program.call('load');
    await isLoading;
    const { count } = await captureCall(program.target, program.scripts, live, undefined);
    assert.equal(count, 1);
  });
}

test("a body of a class of the program's own is not asked for", async (t) => {
  const program = await TestProgram.run(
    t,
    `let asked = 0;
     class Response { get body() { asked++; return []; } }
     const take = (answer) => answer;
     setInterval(() => take(new Response()), 2);
     exports.asked = () => asked;`,
  );
  const live = await resolve(program, 'take');
  await captureCall(program.target, program.scripts, live, undefined);
  assert.equal(await program.call('asked'), 0);
});

test('what can be used only once is named, also within an argument', async (t) => {
  const program = await TestProgram.run(t, inUse);
  const live = await resolve(program, 'handle');
  await assert.rejects(
    captureCall(program.target, program.scripts, live, undefined),
    /context\.socket \(Socket\)/,
  );
});

function resolve(
  { target, scripts, file, namespace }: TestProgram,
  name: string,
): ReturnType<typeof resolveFunction> {
  return resolveFunction({ target, scripts, file, namespace }, { kind: 'name', name });
}
