import * as vscode from 'vscode';
import type { Location } from '../core/report/report';
import { AcceptedCauses } from './baseline/acceptedCauses';
import { createLeakCheck } from './leakChecks/createLeakCheck';
import { commandIds, debugType, settingNames, settingsSection } from './ids';
import { DebugSessions } from './target/debugSessions';
import { EditorSource } from './editor/editorSource';
import { editorParts } from './editor/editorParts';
import { exportReport } from './export/exportReport';
import { openReport } from './export/openReport';
import { saveSnapshot } from './export/saveSnapshot';
import { inspectSurvivors } from './run/inspectSurvivors';
import { ReportEditor } from './export/reportEditor';
import { GrowthView } from './growthView/growthView';
import { HistoryCommands } from './history/historyCommands';
import { RunHistory } from './history/runHistory';
import { LeakLoopTool } from './languageModel/leakLoopTool';
import { LeakLoopConfigurationProvider } from './target/leakLoopConfigurationProvider';
import { chosenCause, type CauseFilter } from './leaksView/chosenCause';
import type { CauseNode, LeakNode } from './leaksView/leakNode';
import { LeakCheckTests } from './leakChecks/leakCheckTests';
import { ArrangementCommands } from './leaksView/arrangementCommands';
import { LeaksState } from './leaksView/leaksState';
import { LeaksTreeProvider } from './leaksView/leaksTreeProvider';
import { LeaksView } from './leaksView/leaksView';
import { LocationOpener } from './locationOpener';
import { openExample } from './openExample';
import { PausedNotice } from './target/pausedNotice';
import { copyChain, copyReport, PlaceCommands } from './placeCommands';
import { presentOutcome } from './run/presentOutcome';
import { readShowInternals } from './readSettings';
import { RememberedCalls } from './run/rememberedCalls';
import type { RunPlace, TestPlace } from './run/requestAt';
import { resultRow } from './leaksView/resultRow';
import { RunCommands } from './run/runCommands';
import { RemoteConsent } from './target/remoteConsent';
import { RunStarter } from './run/runStarter';
import { WaysOut } from './run/waysOut';
import { RunGuard } from './run/runGuard';
import { RunIndicator } from './run/runIndicator';
import { RunLog } from './run/runLog';
import { Runs } from './run/runs';
import { TestLenses } from './leakChecks/testLenses';

/** What other extensions and tests get: the state, read only, and the tree that shows it. */
export interface LeakLoopApi {
  readonly state: Pick<LeaksState, 'results' | 'failure' | 'running' | 'onDidChange'>;
  readonly tree: Pick<LeaksTreeProvider, 'getChildren' | 'getTreeItem' | 'getParent'>;
  readonly growth: Pick<GrowthView, 'content' | 'marked' | 'receive'>;
  readonly history: Pick<RunHistory, 'runs'>;
  readonly onDidEndRun: Runs['onDidEnd'];
  readonly tool: Pick<LeakLoopTool, 'invoke' | 'prepareInvocation'>;
  readonly checks: Pick<LeakCheckTests, 'items' | 'discover' | 'onDidJudge'>;
}

/** Wires the parts; nothing is created anywhere else. */
export function activate(context: vscode.ExtensionContext): LeakLoopApi {
  const channel = vscode.window.createOutputChannel('Leak Loop', { log: true });
  const state = new LeaksState();
  const causes = new ArrangementCommands(context.workspaceState);
  const tree = new LeaksTreeProvider(state, causes);
  const view = new LeaksView(state, tree, causes);
  const source = new EditorSource(state);
  const opener = new LocationOpener();
  const indicator = new RunIndicator(state, view);
  const files = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const growth = new GrowthView(state, view, files);
  const accepted = new AcceptedCauses(state);
  const runs = new Runs(state, new RunLog(channel), (result) => accepted.appliedTo(result));
  const guard = new RunGuard(state, () => runs.stop());
  const remembered = new RememberedCalls(context.workspaceState);
  const sessions = new DebugSessions();
  const consent = new RemoteConsent();
  const starter = new RunStarter(runs, guard, view, sessions, consent);
  const commands = new RunCommands(state, runs, starter, guard, remembered, sessions);
  const waysOut = new WaysOut(state, starter, guard, remembered);
  const checks = new LeakCheckTests(runs, guard);
  const history = new RunHistory(context.workspaceState);
  const earlier = new HistoryCommands(history, { state, view, accepted });
  const tool = new LeakLoopTool(runs);
  const configurations = new LeakLoopConfigurationProvider(runs, guard, consent);

  context.subscriptions.push(
    channel,
    tree,
    view,
    indicator,
    growth,
    accepted,
    runs,
    source,
    causes,
    editorParts(state, source, { selection: () => view.selection, opener }),
    new ReportEditor(),
    sessions,
    new PausedNotice(state, sessions, () => runs.stop()),
    checks,
    tool,
    new TestLenses(),
  );
  context.subscriptions.push(
    vscode.debug.registerDebugConfigurationProvider(debugType, configurations),
    runs.onDidEnd((outcome) => {
      if (outcome.kind === 'report') void history.add(outcome.result);
      if (!checks.isJudging) void presentOutcome(outcome, view);
    }),
    vscode.commands.registerCommand(commandIds.showHistory, (node?: LeakNode) =>
      earlier.showRuns(node),
    ),
    vscode.commands.registerCommand(commandIds.compareRuns, (node?: LeakNode) =>
      earlier.compareRuns(node),
    ),
    ...registerCommands(context, state, commands, channel),
    ...registerWaysOut(waysOut),
    vscode.commands.registerCommand(commandIds.saveSnapshot, (node?: LeakNode) =>
      saveSnapshot(node, {
        state,
        run: (result, extra) => commands.runResultOnce(result, extra),
      }),
    ),
    vscode.commands.registerCommand(commandIds.inspectSurvivors, (node?: LeakNode) =>
      inspectSurvivors(node, {
        state,
        run: (result, extra) => commands.runResultOnce(result, extra),
      }),
    ),
    ...registerCauseCommands(new PlaceCommands(state, source.edits, opener), accepted, causes, {
      state,
      view,
    }),
  );
  return { state, tree, growth, history, onDidEndRun: runs.onDidEnd, tool, checks };
}

function registerCommands(
  context: vscode.ExtensionContext,
  state: LeaksState,
  commands: RunCommands,
  channel: vscode.LogOutputChannel,
): vscode.Disposable[] {
  const register = vscode.commands.registerCommand;
  return [
    register(commandIds.runAtCursor, (place?: vscode.Uri | RunPlace | TestPlace) =>
      commands.runAtCursor(place),
    ),
    register(commandIds.runInProcess, (place?: vscode.Uri | RunPlace, choice?: unknown) =>
      commands.runInProcess(place, choice),
    ),
    register(commandIds.runInSession, (element?: unknown, session?: unknown) =>
      commands.runInSession(element, session),
    ),
    register(commandIds.runOnNextCall, (place?: vscode.Uri | RunPlace, choice?: unknown) =>
      commands.runOnNextCall(place, choice),
    ),
    register(commandIds.runScript, (file?: vscode.Uri) => commands.runScript(file)),
    register(commandIds.runAgain, (row?: LeakNode | string) => {
      const node = typeof row === 'string' ? resultRow(state, row) : row;
      return node === undefined && row !== undefined ? undefined : commands.runAgain(node);
    }),
    register(commandIds.stop, () => commands.stop()),
    register(commandIds.clear, () => state.clear()),
    register(commandIds.copyReport, (node?: LeakNode) => copyReport(node, state)),
    register(commandIds.exportReport, (node?: LeakNode) => exportReport(node, state)),
    register(commandIds.openReport, (file?: vscode.Uri) => openReport(file)),
    register(commandIds.createLeakCheck, (node?: LeakNode) => createLeakCheck(node, state)),
    register(commandIds.openExample, () => openExample(context)),
    register(commandIds.showLog, () => channel.show(true)),
    register(commandIds.toggleInternals, toggleInternals),
  ];
}

function registerWaysOut(waysOut: WaysOut): vscode.Disposable[] {
  const register = vscode.commands.registerCommand;
  return [
    register(commandIds.setArguments, (node?: LeakNode) => waysOut.setArguments(node)),
    register(commandIds.setReceiver, (node?: LeakNode) => waysOut.setReceiver(node)),
    register(commandIds.captureCall, (node?: LeakNode) => waysOut.captureCall(node)),
    register(commandIds.chooseMember, (node?: LeakNode) => waysOut.chooseMember(node)),
    register(commandIds.chooseProcess, (node?: LeakNode) => waysOut.chooseProcess(node)),
    register(commandIds.chooseFunction, (node?: LeakNode) => waysOut.chooseFunction(node)),
  ];
}

function registerCauseCommands(
  places: PlaceCommands,
  accepted: AcceptedCauses,
  causes: ArrangementCommands,
  shown: { readonly state: LeaksState; readonly view: LeaksView },
): vscode.Disposable[] {
  const { registerCommand: register } = vscode.commands;
  /** A command about one cause, whose row the palette and keys do not have. */
  const ofCause = (id: string, act: (node: CauseNode) => Promise<void>, fits?: CauseFilter) =>
    register(id, async (row?: LeakNode) => {
      const node = await chosenCause(row, shown, fits);
      if (node !== undefined) await act(node);
    });
  const isAccepted = ({ result, suspect }: CauseNode) => result.accepted.has(suspect.fingerprint);
  return [
    ofCause(commandIds.goToGrowthSite, (node) => places.goToGrowthSite(node)),
    ofCause(commandIds.goToHolder, (node) => places.goToHolder(node)),
    register(commandIds.goToLocation, (location: Location, key?: unknown) =>
      places.goToLocation(location, key),
    ),
    ofCause(commandIds.copyChain, (node) => copyChain(node)),
    ofCause(commandIds.notALeak, (node) => accepted.accept(node)),
    ofCause(commandIds.isALeak, (node) => accepted.refuse(node), isAccepted),
    register(commandIds.sortCauses, () => causes.sort()),
    register(commandIds.filterCauses, () => causes.filter()),
    register(commandIds.clearFilter, () => causes.set({ filter: '' })),
  ];
}

async function toggleInternals(): Promise<void> {
  await vscode.workspace
    .getConfiguration(settingsSection)
    .update(settingNames.showInternals, !readShowInternals(), vscode.ConfigurationTarget.Global);
}
