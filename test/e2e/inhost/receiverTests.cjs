// Methods of which several objects are alive: the one to call it on is chosen, and remembered.
const assert = require('node:assert/strict');
const vscode = require('vscode');
const { acceptPick, createFile, nextOutcome, open, outcomeOf, setMaxCalls } = require('./host.cjs');

const run = (id, ...parameters) => vscode.commands.executeCommand(`leakLoop.${id}`, ...parameters);

/** @param api gives what the extension exports, once it is active */
module.exports = (api) => [
  [
    'where several objects have a method, a pick with what tells them apart follows, and the choice is kept for Run Again',
    async () => {
      await setMaxCalls(511);
      await createFile('pools.js', program);
      await open('pools.js', 'add() {');
      const refused = await outcomeOf(api(), () => run('runAtCursor'));
      assert.equal(refused.failure?.code, 'no-receiver', refused.failure?.message);
      const { receivers } = refused.failure;
      const sorted = [...receivers].sort((a, b) => a.holds.localeCompare(b.holds));
      assert.deepEqual(
        sorted.map(({ variable, holds }) => [variable, holds]),
        [
          ['hidden', 'rows: Array(0)'],
          [undefined, 'rows: Array(3)'],
        ],
      );
      assert.match(sorted[0].expression, /^instances\[[01]\]$/);
      assert.equal(sorted[1].expression, 'exports.pools.busy');
      const ended = nextOutcome(api());
      await acceptPick(api().state);
      const { kind, result, failure } = await ended;
      assert.equal(kind, 'report', failure?.message);
      assert.equal(result.request.callThis, receivers[0].expression);
      const { variable } = receivers[0];
      const holder = variable === 'hidden' ? 'hidden.rows' : 'exports.pools.busy.rows';
      assert.equal(result.report.suspects[0].leakRoot.name, holder);
      await setMaxCalls(undefined);
    },
  ],
];

const program = `
class Pool {
  rows = [];
  add() {
    this.rows.push({ at: this.rows.length });
  }
}
const pools = { busy: new Pool() };
const hidden = new Pool();
pools.busy.rows.push(1, 2, 3);
exports.pools = pools;
exports.rest = () => hidden;
`;
