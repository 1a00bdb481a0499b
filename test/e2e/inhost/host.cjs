// What the tests inside the extension host do again and again.
const assert = require('node:assert/strict');
const { join } = require('node:path');
const process = require('node:process');
const vscode = require('vscode');

exports.extension = () => vscode.extensions.getExtension('leak-loop.leak-loop');

exports.workspaceFile = (name) =>
  vscode.Uri.file(join(vscode.workspace.workspaceFolders[0].uri.fsPath, name));

/** Opens a file with the cursor at the first occurrence of a text; gives the document. */
exports.open = async (name, text = '') => {
  const document = await vscode.workspace.openTextDocument(exports.workspaceFile(name));
  const position = document.positionAt(document.getText().indexOf(text) + Math.min(text.length, 9));
  await vscode.window.showTextDocument(document, {
    selection: new vscode.Range(position, position),
    preview: false,
  });
  return document;
};

exports.createFile = (name, text) =>
  vscode.workspace.fs.writeFile(exports.workspaceFile(name), Buffer.from(text));

/** Replaces the first occurrence of a text in the editor, unsaved. */
exports.replace = async (document, from, to) => {
  const start = document.getText().indexOf(from);
  assert.notEqual(start, -1, from);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(
    document.positionAt(start),
    document.positionAt(start + from.length),
  );
  edit.replace(document.uri, range, to);
  assert.ok(await vscode.workspace.applyEdit(edit));
};

exports.insertAbove = async (document, text) => {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
};

/** 1-based line of the first occurrence of a text. */
exports.lineOf = (document, text) => document.positionAt(document.getText().indexOf(text)).line + 1;

/** Takes the first of a quick pick that opens by itself, with which a run begins. */
exports.acceptPick = async (state) => {
  while (state.running === undefined || state.running.isPreparing) {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  }
};

/** Fewer calls where it is not their number that matters; undefined: as many as by default. */
exports.setMaxCalls = (calls) =>
  vscode.workspace
    .getConfiguration('leakLoop')
    .update('maxCalls', calls, vscode.ConfigurationTarget.Workspace);

/** Resolves with the outcome of the run that goes on or begins next. */
exports.nextOutcome = (api) =>
  new Promise((resolve) => {
    const subscription = api.onDidEndRun((outcome) => {
      subscription.dispose();
      resolve(outcome);
    });
  });

/** Does something that leads to a run; gives how it ended. */
exports.outcomeOf = async (api, action) => {
  const ended = exports.nextOutcome(api);
  await action();
  return ended;
};

/** Resolves when the state fulfils a condition. */
exports.stateWhen = (api, condition) =>
  new Promise((resolve) => {
    const check = () => {
      if (condition(api.state)) {
        subscription.dispose();
        resolve();
      }
    };
    const subscription = api.state.onDidChange(check);
    check();
  });

/** The tree as `[depth, item]` rows, as VS Code gets it. */
exports.rows = (api, parent, depth = 0) =>
  api.tree
    .getChildren(parent)
    .flatMap((node) => [
      { depth, node, item: api.tree.getTreeItem(node) },
      ...exports.rows(api, node, depth + 1),
    ]);

exports.textOf = ({ item }) => `${item.label.label} | ${item.description ?? ''}`;

/** The row whose text matches; fails with the whole tree if there is none. */
exports.findRow = (api, pattern) => {
  const rows = exports.rows(api);
  const found = rows.find((row) => pattern.test(exports.textOf(row)));
  assert.ok(found, `${pattern} is not in\n${rows.map(exports.textOf).join('\n')}`);
  return found;
};

/** What choosing a row does. */
exports.choose = ({ item }) =>
  vscode.commands.executeCommand(item.command.command, ...item.command.arguments);

exports.cursor = () => {
  const { document, selection } = vscode.window.activeTextEditor;
  return { file: document.uri.fsPath, line: selection.active.line + 1 };
};

/**
 * Asks the window for what the API does not show or do: a method of HostWindow (hostWindow.mjs) with its
 * parameters, regular expressions among them.
 */
exports.window = async (method, ...parameters) => {
  if (method === 'notification') await vscode.commands.executeCommand('notifications.showList');
  const response = await fetch(process.env.LEAK_LOOP_HOST_WINDOW, {
    method: 'POST',
    body: JSON.stringify([method, ...parameters.map(asJson)]),
  });
  const { value, error } = await response.json();
  assert.equal(error, undefined, `${method} ${parameters.join(' ')}: ${error}`);
  return value;
};

const asJson = (value) =>
  value instanceof RegExp ? { regExp: value.source, flags: value.flags } : value;

/** Takes all notifications away. */
exports.clearNotifications = () => vscode.commands.executeCommand('notifications.clearAll');
