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
      const sorted = [...receivers].sort((a, b) => a.expression.localeCompare(b.expression));
      assert.deepEqual(sorted, [
        { expression: 'exports.busy', holds: 'rows: Array(3)' },
        { expression: 'exports.spare', holds: 'rows: Array(0)' },
      ]);
      const ended = nextOutcome(api());
      await acceptPick(api().state);
      const { kind, result, failure } = await ended;
      assert.equal(kind, 'report', failure?.message);
      assert.equal(result.request.callThis, receivers[0].expression);
      assert.equal(result.report.suspects[0].leakRoot.name, `${result.request.callThis}.rows`);
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
exports.busy = new Pool();
exports.spare = new Pool();
exports.busy.rows.push(1, 2, 3);
`;
