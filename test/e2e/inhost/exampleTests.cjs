// What is there for a first use.
const assert = require('node:assert/strict');
const vscode = require('vscode');
const { extension } = require('./host.cjs');

module.exports = [
  [
    'the worked example opens outside the extension with the cursor in the function that leaks',
    async () => {
      await vscode.commands.executeCommand('leakLoop.openExample');
      const { document: example, selection } = vscode.window.activeTextEditor;
      assert.ok(!example.uri.fsPath.startsWith(extension().extensionPath));
      assert.match(example.lineAt(selection.active.line).text, /^function handleRequest\(/);
    },
  ],
];
