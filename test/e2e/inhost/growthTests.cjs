// The Growth view and the history of runs, as far as the API shows them.
const assert = require('node:assert/strict');
const { setImmediate } = require('node:timers/promises');
const vscode = require('vscode');
const { findRow, rows, window } = require('./host.cjs');

const run = (id, ...parameters) => vscode.commands.executeCommand(`leakLoop.${id}`, ...parameters);

/** While handleRequest leaks in two places. */
exports.withLeak = (getApi) => [
  [
    'the growth view draws each cause against the calls, and the memory beside it',
    () => {
      const { panels, calls } = getApi().growth.content;
      assert.deepEqual(
        panels.map(({ title, isCause }) => [title, isCause]),
        [
          ['byId (Map)', true],
          ["bus 'tick' listeners", true],
          ['Memory', false],
        ],
      );
      const [{ report }] = getApi().state.results;
      assert.equal(calls.at(-1), report.loop.calls);
      assert.equal(calls.length, report.loop.batches.length);
    },
  ],
  [
    'choosing a chart selects its cause in the tree, and messages of another kind change nothing',
    async () => {
      const { growth } = getApi();
      await vscode.commands.executeCommand('leakLoop.leaks.focus');
      const [first, second] = growth.content.panels;
      for (const { id } of [second, first]) {
        await growth.receive({ kind: 'choose', panel: id });
        while (growth.marked !== id) await setImmediate();
      }
      for (const message of [undefined, { kind: 'choose' }, { kind: 'choose', panel: 'nobody' }]) {
        await growth.receive(message);
      }
      assert.equal(growth.marked, first.id);
    },
  ],
];

/** After handleRequest was run three times: two leaks, one, none. */
exports.withHistory = (getApi) => [
  [
    'every run is kept, the newest first',
    () => {
      const { state, history } = getApi();
      const [{ key }] = state.results;
      assert.deepEqual(
        history.runs(key).map(({ report }) => report.suspects.length),
        [0, 1, 2],
      );
    },
  ],
  [
    'an earlier run is opened in the place of the newest one, and says when it was',
    async () => {
      const { state, history } = getApi();
      const shown = run('showHistory', rows(getApi())[0].node);
      await acceptPicks(() => state.results[0].earlier !== undefined);
      await shown;
      assert.equal(state.results.length, 1);
      const [newest] = history.runs(state.results[0].key);
      assert.equal(state.results[0].earlier.endedAt, newest.endedAt);
      findRow(getApi(), /^handleRequest \| run of \S+.* · /);
    },
  ],
  [
    'two runs are compared: what was fixed since the earlier one shows with the later one',
    async () => {
      const { state } = getApi();
      const compared = run('compareRuns', rows(getApi())[0].node);
      await acceptPicks(() => state.results[0].earlier?.comparedWith !== undefined);
      await compared;
      const [{ earlier, gone }] = state.results;
      assert.ok(earlier.comparedWith < earlier.endedAt);
      assert.deepEqual(
        gone.map(({ suspect, change }) => [suspect.leakRoot.name, change]),
        [["bus 'tick' listeners", 'fixed']],
      );
      findRow(getApi(), /^handleRequest \| run of .*, compared with .* · 1 fixed · /);
    },
  ],
  [
    'whichever of two runs is chosen first, the later one is compared with the earlier one',
    async () => {
      const { state, history } = getApi();
      const [newest, fixedOne, first] = history.runs(state.results[0].key);
      const compared = run('compareRuns', rows(getApi())[0].node);
      await window('pick', '2 leaks');
      await window('pick', '1 leak');
      await compared;
      assert.deepEqual(comparison(state), [fixedOne.endedAt, first.endedAt, 1]);

      const shown = run('showHistory', rows(getApi())[0].node);
      await window('pickButton', '2 leaks', 'Compare with…');
      await window('pick', /nothing|bounded/);
      await shown;
      assert.deepEqual(comparison(state), [newest.endedAt, first.endedAt, 2]);
    },
  ],
];

/** At the end: what is kept is forgotten. */
exports.forgetting = (getApi) => [
  [
    'all runs are forgotten on request',
    async () => {
      const { history } = getApi();
      assert.ok(history.runs().length > 0);
      const shown = run('showHistory');
      await window('pickTitleButton', 'Forget all runs');
      await shown;
      assert.deepEqual(history.runs(), []);
    },
  ],
];

/** When the run that shows ended, when that which it is compared with did, and how many causes went between them. */
const comparison = ({ results: [{ earlier, gone }] }) => [
  earlier.endedAt,
  earlier.comparedWith,
  gone.length,
];

/** Takes the first of each quick pick that opens, until something has come of it. */
async function acceptPicks(isDone) {
  while (!isDone()) {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  }
}
