import * as vscode from 'vscode';
import { checkFiles, checkName, isCheckFile } from '../../core/report/checkName';
import { exportsIn } from '../../core/source/exportsIn';
import { TextLines } from '../../core/source/textLines';
import { judgeCheck, type CheckJudgement } from './checkJudgement';
import { testControllerIds } from '../ids';
import { plainText } from '../plainText';
import type { RunGuard } from '../run/runGuard';
import type { Runs } from '../run/runs';
import { saveBeforeRun } from '../run/saveBeforeRun';

/** The leak checks of the workspace in the Testing view: one item for each file, found when they are needed. */
export class LeakCheckTests implements vscode.Disposable {
  readonly #controller: vscode.TestController;
  readonly #didJudge = new vscode.EventEmitter<[vscode.TestItem, CheckJudgement]>();
  readonly onDidJudge = this.#didJudge.event;
  readonly #subscriptions: readonly { dispose(): unknown }[];
  #watcher: vscode.Disposable | undefined;
  #isJudging = false;
  #search: Promise<void> = Promise.resolve();
  /** Whether a search is to begin once the one that goes on has ended. */
  #isAsked = false;

  constructor(
    private readonly runs: Runs,
    private readonly guard: RunGuard,
  ) {
    const controller = vscode.tests.createTestController(
      testControllerIds.checks,
      vscode.l10n.t('Leak Checks'),
    );
    controller.resolveHandler = async (item) => {
      if (item === undefined) await this.discover();
    };
    controller.refreshHandler = () => this.discover();
    controller.createRunProfile(
      vscode.l10n.t('Leak Check'),
      vscode.TestRunProfileKind.Run,
      (request, token) => this.#run(request, token),
      true,
    );
    this.#controller = controller;
    this.#subscriptions = [
      controller,
      this.#didJudge,
      vscode.workspace.onDidOpenTextDocument((document) => this.#opened(document)),
    ];
    vscode.workspace.textDocuments.forEach((document) => this.#opened(document));
  }

  dispose(): void {
    this.#watcher?.dispose();
    this.#subscriptions.forEach((each) => void each.dispose());
  }

  get items(): vscode.TestItemCollection {
    return this.#controller.items;
  }

  /** Whether the Testing view shows what becomes of the run that goes on. */
  get isJudging(): boolean {
    return this.#isJudging;
  }

  /** Lists what there is, and from then on what comes and goes; many files that come at once are one search. */
  discover(): Promise<void> {
    this.#watcher ??= this.#watch();
    if (!this.#isAsked) {
      this.#isAsked = true;
      this.#search = this.#search
        .catch(() => undefined) // whoever asked for it was told
        .then(() => {
          this.#isAsked = false;
          return this.#list();
        });
    }
    return this.#search;
  }

  async #list(): Promise<void> {
    // what searches folders is loaded with the first search, not with every start of VS Code
    const { checksBelow } = await import('../../checks/checksBelow');
    const folders = vscode.workspace.workspaceFolders ?? [];
    const files = await Promise.all(
      folders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => checksBelow(uri.fsPath)),
    );
    const items = [...new Set(files.flat())].map((file) => this.#itemOf(vscode.Uri.file(file)));
    this.#controller.items.replace(await Promise.all(items));
  }

  /** A check that is looked at can be run from its margin. */
  #opened({ uri }: vscode.TextDocument): void {
    if (uri.scheme === 'file' && isCheckFile(uri.fsPath) && this.#watcher === undefined) {
      void this.discover();
    }
  }

  #watch(): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(checkFiles);
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(() => this.discover()),
      watcher.onDidDelete(() => this.discover()),
      watcher.onDidChange((uri) => this.#itemOf(uri)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.discover()),
    );
  }

  async #itemOf(uri: vscode.Uri): Promise<vscode.TestItem> {
    const id = uri.toString();
    const item =
      this.#controller.items.get(id) ??
      this.#controller.createTestItem(id, plainText(checkName(uri.fsPath), 100), uri);
    item.description = plainText(vscode.workspace.asRelativePath(uri), 200);
    item.range = await rangeOfRun(uri);
    return item;
  }

  async #run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    if (!(await this.guard.allowsRun())) return;
    if (this.#controller.items.size === 0) await this.discover();
    const all = [...this.#controller.items].map(([, item]) => item);
    const items = (request.include ?? all).filter(
      (item) => !(request.exclude ?? []).includes(item),
    );
    const run = this.#controller.createTestRun(request);
    const stopping = token.onCancellationRequested(() => this.#isJudging && this.runs.stop());
    items.forEach((item) => run.enqueued(item));
    for (const item of items) {
      const judgement = await this.#judge(item, run, token);
      tell(run, item, judgement);
      this.#didJudge.fire([item, judgement]);
    }
    stopping.dispose();
    run.end();
  }

  async #judge(
    item: vscode.TestItem,
    run: vscode.TestRun,
    token: vscode.CancellationToken,
  ): Promise<CheckJudgement> {
    const { uri, label } = item;
    const mayRun =
      uri !== undefined &&
      !token.isCancellationRequested &&
      (await saveBeforeRun(uri.fsPath)) &&
      (await this.guard.allowsRun());
    if (!mayRun) return skipped;
    run.started(item);
    this.#isJudging = true;
    const outcome = await this.runs.outcomeOf({ program: uri.fsPath, check: true }, label);
    this.#isJudging = false;
    // what was measured until then is in the Leaks view
    return token.isCancellationRequested ? skipped : judgeCheck(outcome, uri);
  }
}

const skipped: CheckJudgement = { state: 'skipped', messages: [] };

function tell(run: vscode.TestRun, item: vscode.TestItem, judgement: CheckJudgement): void {
  const { state, messages, millis, output } = judgement;
  if (output !== undefined) run.appendOutput(output, undefined, item);
  switch (state) {
    case 'passed':
      run.passed(item, millis);
      break;
    case 'skipped':
      run.skipped(item);
      break;
    case 'failed':
    case 'errored':
      run[state](item, messages, millis);
      break;
  }
}

/** The line of what is judged; the first line where that cannot be told. */
async function rangeOfRun(uri: vscode.Uri): Promise<vscode.Range> {
  const text = await vscode.workspace.fs.readFile(uri).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => '', // deleted just now: the next search leaves it out
  );
  const { exports } = exportsIn(text);
  const run = exports.find(({ as }) => as.kind === 'name' && as.name === 'run');
  const { start = 0 } = run ?? exports.find(({ as }) => as.kind !== 'name') ?? {};
  const { line0, column0 } = new TextLines(text).positionAt(start);
  const position = new vscode.Position(line0, column0);
  return new vscode.Range(position, position);
}
