// A leak as large as the environment says: CAUSES lists, each of which keeps SURVIVORS objects of each call, at the
// end of a chain of LINKS objects; beside a heap of MEGABYTES.
const { env } = process;
require('./visits.cjs').fill(env.MEGABYTES);

const [causes, survivors, links] = [env.CAUSES, env.SURVIVORS, env.LINKS].map(Number);

/** Each cause has a type and a line of its own, as separate mistakes have. */
const makers = Array.from(
  { length: causes },
  (_, number) =>
    new Function(
      'list',
      `class Kept${number} { at = 1 }\nreturn () => list.push(new Kept${number}());`,
    ),
);
const chain = { lists: makers.map(() => []) };
let head = chain;
for (let link = 0; link < links; link++) head = { next: head };
exports.head = head;
const adders = makers.map((make, number) => make(chain.lists[number]));

exports.keep = function keep() {
  for (const add of adders) for (let object = 0; object < survivors; object++) add();
};
