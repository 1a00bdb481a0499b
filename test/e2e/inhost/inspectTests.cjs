// What leaks is looked into with VS Code's own debug views.
const assert = require('node:assert/strict');
const vscode = require('vscode');
const {
  createFile,
  findRow,
  nextOutcome,
  open,
  outcomeOf,
  setMaxCalls,
  stateWhen,
} = require('./host.cjs');

const run = (id, ...parameters) => vscode.commands.executeCommand(`leakLoop.${id}`, ...parameters);

/** Resolves once VS Code itself has a stack frame of a stopped session in focus. */
const stackFrame = () =>
  new Promise((resolve) => {
    const check = () => {
      const { activeStackItem: item } = vscode.debug;
      if (item?.frameId === undefined || item.session.type !== 'leak-loop') return;
      subscription.dispose();
      resolve(item);
    };
    const subscription = vscode.debug.onDidChangeActiveStackItem(check);
    check();
  });

/** @param api gives what the extension exports, once it is active */
module.exports = (api) => [
  [
    'what leaks is held for the Variables view and the console, and Continue lets it go',
    async () => {
      await setMaxCalls(511);
      await createFile('teaHouse.js', program);
      await open('teaHouse.js', 'function placeOrder');
      await outcomeOf(api(), () => run('runAtCursor'));
      // no dialog is shown inside the host: Inspect Survivors itself is clicked in mainWalk.test.mjs
      findRow(api(), /^placeOrder \| 1 leak/);
      const ended = nextOutcome(api());
      const { uri } = vscode.window.activeTextEditor.document;
      const inspecting = vscode.debug.startDebugging(undefined, {
        type: 'leak-loop',
        request: 'launch',
        name: 'inspect',
        program: uri.fsPath,
        function: 'placeOrder',
        inspect: true,
      });
      const { session, frameId } = await stackFrame();
      await stateWhen(api(), ({ running }) => running?.isHeld === true);
      const { scopes } = await session.customRequest('scopes', { frameId });
      assert.match(scopes[0].name, /^orders \(Array\) keeps 1 Order per call$/);
      const survivors = await session.customRequest('variables', {
        variablesReference: scopes[0].variablesReference,
      });
      assert.equal(survivors.variables[0].value, 'Order');
      const evaluated = await session.customRequest('evaluate', {
        expression: '$leaked[0][0].item',
        context: 'repl',
      });
      assert.equal(evaluated.result, '"tea"');
      await vscode.commands.executeCommand('workbench.action.debug.continue');
      const { kind, failure } = await ended;
      assert.equal(kind, 'report', failure?.message);
      await inspecting;
      assert.equal(api().state.running, undefined);
      await setMaxCalls(undefined);
    },
  ],
];

const program = `
class Order {
  constructor(item) {
    this.item = item;
  }
}
const orders = [];
exports.placeOrder = function placeOrder() {
  orders.push(new Order('tea'));
};
`;
