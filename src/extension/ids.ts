import { debugType } from '../adapter/protocol';

/** Every id that package.json contributes, written once; a test compares both ways. */

export { debugType };

export const commandIds = {
  runAtCursor: 'leakLoop.runAtCursor',
  runInProcess: 'leakLoop.runInProcess',
  runInSession: 'leakLoop.runInSession',
  runOnNextCall: 'leakLoop.runOnNextCall',
  runScript: 'leakLoop.runScript',
  runAgain: 'leakLoop.runAgain',
  stop: 'leakLoop.stop',
  clear: 'leakLoop.clear',
  goToGrowthSite: 'leakLoop.goToGrowthSite',
  goToHolder: 'leakLoop.goToHolder',
  goToLocation: 'leakLoop.goToLocation',
  nextPlace: 'leakLoop.nextPlace',
  previousPlace: 'leakLoop.previousPlace',
  notALeak: 'leakLoop.notALeak',
  isALeak: 'leakLoop.isALeak',
  sortCauses: 'leakLoop.sortCauses',
  filterCauses: 'leakLoop.filterCauses',
  clearFilter: 'leakLoop.clearFilter',
  copyChain: 'leakLoop.copyChain',
  copyReport: 'leakLoop.copyReport',
  exportReport: 'leakLoop.exportReport',
  saveSnapshot: 'leakLoop.saveSnapshot',
  inspectSurvivors: 'leakLoop.inspectSurvivors',
  openReport: 'leakLoop.openReport',
  createLeakCheck: 'leakLoop.createLeakCheck',
  setArguments: 'leakLoop.setArguments',
  setReceiver: 'leakLoop.setReceiver',
  captureCall: 'leakLoop.captureCall',
  chooseMember: 'leakLoop.chooseMember',
  chooseProcess: 'leakLoop.chooseProcess',
  chooseFunction: 'leakLoop.chooseFunction',
  openExample: 'leakLoop.openExample',
  showLog: 'leakLoop.showLog',
  toggleInternals: 'leakLoop.toggleInternals',
  showHistory: 'leakLoop.showHistory',
  compareRuns: 'leakLoop.compareRuns',
} as const;

export const viewContainerId = 'leakLoop';

export const viewIds = { leaks: 'leakLoop.leaks', growth: 'leakLoop.growth' } as const;

/** Of the read-only editor that shows files of results. */
export const reportEditorId = 'leakLoop.report';

export const testControllerIds = { checks: 'leakLoop.checks' } as const;

/** Context keys that `when` clauses of package.json read; only these are set by code. */
export const contextKeys = {
  running: 'leakLoop.running',
  hasResults: 'leakLoop.hasResults',
  hasHistory: 'leakLoop.hasHistory',
  hasFilter: 'leakLoop.hasFilter',
} as const;

/** As language models call it. */
export const toolName = 'run_leak_loop';

export const walkthroughId = 'firstLeak';

export const settingsSection = 'leakLoop';

/** Names below {@link settingsSection}. */
export const settingNames = {
  nodeExecutable: 'nodeExecutable',
  nodeArgs: 'nodeArgs',
  env: 'env',
  maxCalls: 'maxCalls',
  timeBudget: 'timeBudget',
  memoryBudget: 'memoryBudget',
  callTimeout: 'callTimeout',
  baseline: 'baseline',
  showInternals: 'showInternals',
  revealView: 'revealView',
  codeLens: 'codeLens',
  functionLenses: 'functionLenses',
  diagnosticSeverity: 'diagnosticSeverity',
  languageModelTool: 'languageModelTool',
} as const;

/** Languages whose functions can be looped, by VS Code's language id. */
export const languageIds = [
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
] as const;
