// What results show in text editors, and reports as documents.
const assert = require('node:assert/strict');
const vscode = require('vscode');
const {
  choose,
  clearNotifications,
  createFile,
  cursor,
  findRow,
  insertAbove,
  lineOf,
  open,
  rows,
  stateWhen,
  textOf,
  window,
  workspaceFile,
} = require('./host.cjs');

const run = (id, ...parameters) => vscode.commands.executeCommand(`leakLoop.${id}`, ...parameters);
const file = () => workspaceFile('sessions.js');
/** Ours: VS Code has hints of its own on JavaScript. */
const problems = (of = file()) =>
  vscode.languages.getDiagnostics(of).filter(({ source }) => source === 'Leak Loop');
const setSeverity = (value) =>
  vscode.workspace
    .getConfiguration('leakLoop')
    .update('diagnosticSeverity', value, vscode.ConfigurationTarget.Workspace);

/** Titles of the lenses with their 1-based lines. */
const lenses = async (of = file()) => {
  const all = await vscode.commands.executeCommand('vscode.executeCodeLensProvider', of, 20);
  return all.map(({ range, command }) => `${range.start.line + 1} ${command.title}`);
};

/** Goes on after a run of the worked example that found its two leaks. @param api gives what the extension exports */
exports.withLeak = (api) => [
  [
    'each cause is a problem with its chain as related information, as severe as a setting says',
    async () => {
      const document = await open('sessions.js');
      const lines = ['byId.set(', "bus.on('tick'"].map((text) => lineOf(document, text));
      const sorted = () => problems().sort((a, b) => a.range.start.line - b.range.start.line);
      assert.deepEqual(
        sorted().map(({ range, severity }) => [range.start.line + 1, severity]),
        lines.map((line) => [line, vscode.DiagnosticSeverity.Warning]),
      );
      const messages = sorted()[0].relatedInformation.map(({ message }) => message);
      assert.ok(
        messages.some((message) => /^It is held by byId, Map/.test(message)),
        messages.join('\n'),
      );
      await setSeverity('error');
      assert.equal(problems()[0].severity, vscode.DiagnosticSeverity.Error);
      await setSeverity('off');
      assert.deepEqual(problems(), []);
      await setSeverity(undefined);
      assert.equal(problems().length, 2);
    },
  ],
  [
    'the function bears its verdict, and a line that adds explains itself when pointed at',
    async () => {
      const document = await open('sessions.js');
      const line = lineOf(document, 'function handleRequest(');
      assert.deepEqual(await lenses(), [`${line} ✗ 2 leaks · Run Again`]);
      const place = new vscode.Position(lineOf(document, 'byId.set(') - 1, 3);
      const hovers = await vscode.commands.executeCommand(
        'vscode.executeHoverProvider',
        file(),
        place,
      );
      const text = hovers.flatMap(({ contents }) => contents.map(({ value }) => value)).join('\n');
      assert.match(text, /\*\*byId \\\(Map\\\)\*\* keeps 1 Session per call/);
      assert.match(text, /\(command:leakLoop\.goToLocation\?/);
      assert.match(text, /\(command:leakLoop\.runAgain\?/);
    },
  ],
  [
    'functions have a lens that runs them once a setting asks for it, but no second one beside a verdict',
    async () => {
      const document = await open('sessions.js');
      const section = vscode.workspace.getConfiguration('leakLoop');
      const target = vscode.ConfigurationTarget.Workspace;
      const running = async () => (await lenses()).filter((lens) => / Run Leak Loop$/.test(lens));
      assert.deepEqual(await running(), []);
      await section.update('functionLenses', true, target);
      const found = await running();
      const lensOf = (name) => `${lineOf(document, `function ${name}(`)} Run Leak Loop`;
      assert.ok(found.includes(lensOf('handleRequestAndClose')), found.join('\n'));
      assert.ok(!found.includes(lensOf('handleRequest')), found.join('\n'));
      await section.update('functionLenses', undefined, target);
      assert.deepEqual(await running(), []);
    },
  ],
  [
    'the walk goes over the lines of the cause and back',
    async () => {
      const document = await open('sessions.js', 'byId.set(');
      await run('nextPlace');
      const second = cursor();
      assert.notEqual(second.line, lineOf(document, 'byId.set('));
      await run('nextPlace');
      assert.notDeepEqual(cursor(), second);
      await run('previousPlace');
      assert.deepEqual(cursor(), second);
      await run('previousPlace');
      assert.equal(cursor().line, lineOf(document, 'byId.set('));
    },
  ],
  [
    'after an edit problems and verdict move along and say that they are older than the file',
    async () => {
      const document = await open('sessions.js');
      await insertAbove(document, '// above\n');
      const lines = problems().map(({ range }) => range.start.line + 1);
      assert.ok(lines.includes(lineOf(document, 'byId.set(')), lines.join());
      assert.ok(
        problems().every(
          ({ severity, message }) =>
            severity === vscode.DiagnosticSeverity.Information &&
            /Older than this file/.test(message),
        ),
      );
      const line = lineOf(document, 'function handleRequest(');
      assert.deepEqual(await lenses(), [`${line} ✗ 2 leaks · older than this file · Run Again`]);
      await choose(findRow(api(), /^added here \| sessions\.js:\d+ +byId\.set/));
      assert.equal(cursor().line, lineOf(document, 'byId.set('), 'a row opens the line that moved');
      await vscode.commands.executeCommand('undo');
      assert.ok(!document.getText().includes('// above'));
    },
  ],
  [
    'what the baseline in the folder accepts is accepted as soon as it is written, and no problem',
    async () => {
      const [result] = api().state.results;
      const { fingerprint } = result.report.suspects[0];
      const entry = { fingerprint, check: 'sessions.js', reason: 'a cache' };
      const accepted = (size) =>
        stateWhen(api(), ({ results }) => results[0].accepted.size === size);
      await createFile('leak-baseline.json', JSON.stringify([entry]));
      await accepted(1);
      assert.equal(problems().length, 1);
      assert.match(textOf(findRow(api(), /accepted: a cache/)), /^byId \(Map\)/);
      await run('isALeak', findRow(api(), /accepted: a cache/).node);
      await accepted(0);
      const text = await vscode.workspace.fs.readFile(workspaceFile('leak-baseline.json'));
      assert.equal(Buffer.from(text).toString(), '[]\n');
      await vscode.workspace.fs.delete(workspaceFile('leak-baseline.json'));
      assert.equal(problems().length, 2);
    },
  ],
  [
    'a row that is pointed at says more of itself, in Markdown',
    async () => {
      await vscode.commands.executeCommand('leakLoop.leaks.focus');
      await window('tooltipOf', /^byId \(Map\)/, '<strong>byId (Map)</strong>');
      const about = '<strong>handleRequest</strong>';
      const result = await window('tooltipOf', /^handleRequest/, about);
      assert.match(result, /start .*warm-up .*loop /);
    },
  ],
  [
    'the chain of a cause is copied as its part of the report',
    async () => {
      await run('copyChain', findRow(api(), /^bus 'tick' listeners/).node);
      const text = await vscode.env.clipboard.readText();
      assert.match(text, /^ *2\. bus 'tick' listeners keeps 1 onTick per call/);
      assert.match(text, /added at +sessions\.js:\d+/);
      assert.doesNotMatch(text, /1\. byId/);
    },
  ],
  [
    'causes are sorted as chosen, which stands beside the title',
    async () => {
      const causes = () =>
        api()
          .tree.getChildren(api().tree.getChildren()[0])
          .filter(({ kind }) => kind === 'cause')
          .map((node) => api().tree.getTreeItem(node).label.label);
      const sort = async (by) => {
        const sorted = run('sortCauses');
        await window('pick', by);
        await sorted;
      };
      assert.deepEqual(causes(), ['byId (Map)', "bus 'tick' listeners"]);
      await sort('name');
      assert.deepEqual(causes(), ["bus 'tick' listeners", 'byId (Map)']);
      await window('viewTitle', 'by name');
      await sort('bytes per call');
      assert.deepEqual(causes(), ['byId (Map)', "bus 'tick' listeners"]);
    },
  ],
  [
    "what V8 has between the program's own objects shows when asked for",
    async () => {
      const chain = () => rows(api(), findRow(api(), /^byId \(Map\)/).node).map(textOf);
      const folded = chain();
      await run('toggleInternals');
      const whole = chain();
      assert.ok(whole.length > folded.length, whole.join('\n'));
      assert.ok(whole.includes('(internal array) | '), whole.join('\n'));
      await run('toggleInternals');
      assert.deepEqual(chain(), folded);
    },
  ],
  [
    'a report is exported in the chosen format; Markdown opens as a preview, JSON as a page that cannot be edited',
    async () => {
      const exported = async (format) => {
        const exporting = run('exportReport');
        await window('pick', format);
        const path = await window('answerFileDialog');
        await exporting;
        const uri = vscode.Uri.file(path);
        const text = Buffer.from(await vscode.workspace.fs.readFile(uri)).toString();
        return { path, uri, text };
      };
      const activeTab = () => vscode.window.tabGroups.activeTabGroup.activeTab;

      const html = await exported('HTML');
      assert.equal(html.path, workspaceFile('handleRequest.leak-report.html').fsPath);
      assert.match(html.text, /<svg[^]*byId/);
      await clearNotifications();
      const markdown = await exported('Markdown');
      assert.match(markdown.text, /^#+ .*handleRequest[^]*byId/);
      await window('notification', 'Report exported as');
      await window('press', 'Report exported as', 'Open');
      await window('activeTab', 'Preview handleRequest.leak-report.md');
      await window('pageText', 'added at');
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');

      const json = await exported('JSON');
      assert.equal(JSON.parse(json.text).verdict, 'leak');
      await window('notification', 'Report exported as');
      await window('press', 'Report exported as', 'Open');
      await window('activeTab', 'handleRequest.leak-report.json');
      assert.match(
        await window('pageText', 'added at'),
        /handleRequest[^]*keeps 1 Session per call/,
      );
      const { input } = activeTab();
      assert.ok(input instanceof vscode.TabInputCustom);
      assert.deepEqual([input.viewType, input.uri.fsPath], ['leakLoop.report', json.path]);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');

      await createFile('from-ci.json', json.text); // a name that says nothing of what is in it
      const opening = run('openReport');
      await window('answerFileDialog', workspaceFile('from-ci.json').fsPath);
      await opening;
      await window('activeTab', 'from-ci.json');
      await window('pageText', 'added at');
      assert.equal(activeTab().input.viewType, 'leakLoop.report');
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await open('sessions.js');
    },
  ],
];

/** @param api gives what the extension exports */
exports.languageModel = (api) => [
  [
    'a language model has to be let run a function, and is told what leaks and where',
    async () => {
      await createFile(
        'keeper.js',
        'const kept = [];\nexports.keep = () => void kept.push({ at: kept.length });\n',
      );
      const input = { file: 'keeper.js', function: 'keep', maxCalls: 63 };
      const { tool } = api();
      const callThis = 'process.exit()';
      const { confirmationMessages } = tool.prepareInvocation({ input: { ...input, callThis } });
      assert.match(confirmationMessages.title, /keep/);
      assert.match(confirmationMessages.message.value, /up to 63 times/);
      assert.match(confirmationMessages.message.value, /for this: process\\.exit/);
      const token = new vscode.CancellationTokenSource().token;
      const answerTo = async (given) => {
        const { content } = await tool.invoke({ input: given }, token);
        return content.map(({ value }) => value).join('');
      };
      // As a model does that calls several tools at once: one function is looped at a time.
      const [answer, refused] = await Promise.all([answerTo(input), answerTo(input)]);
      assert.match(refused, /^Another function is being looped/);
      assert.match(answer, /^verdict: leak/);
      assert.match(answer, /kept \(Array\) keeps 1 .* per call/);
      assert.match(answer, /keeper\.js:2/);
      assert.match(await answerTo({ ...input, file: 'gone.js' }), /no such file/);
      assert.match(await answerTo({ ...input, file: '/etc/hosts' }), /not in the workspace/);
      const section = vscode.workspace.getConfiguration('leakLoop');
      const target = vscode.ConfigurationTarget.Workspace;
      await section.update('languageModelTool', false, target);
      assert.match(await answerTo(input), /switched this tool off/);
      await section.update('languageModelTool', undefined, target);
      const keeper = workspaceFile('keeper.js');
      const shown = async () => [
        ...problems(keeper).map(({ message }) => message),
        ...(await lenses(keeper)),
      ];
      await open('keeper.js');
      const [problem, lens] = await shown();
      assert.match(problem, /kept/);
      assert.match(lens, /Run Again$/);
      await run('clear'); // what follows looks at all rows
      assert.deepEqual(await shown(), [], 'nothing is left in the editor');
    },
  ],
];

/** Goes on after a run of the worked example that proved both leaks fixed. */
exports.fixed = [
  [
    'what a run proved fixed is gone from the editor, and the verdict says so',
    async () => {
      const document = await open('sessions.js');
      assert.deepEqual(problems(), []);
      const line = lineOf(document, 'function handleRequest(');
      const [lens, ...others] = await lenses();
      assert.match(lens, new RegExp(`^${line} ✓ [a-z ]+ · 2 fixed · Run Again$`));
      assert.deepEqual(others, []);
    },
  ],
];
