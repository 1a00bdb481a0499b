import * as vscode from 'vscode';
import { debugType } from '../ids';
import { fillLaunchConfiguration } from './launchConfiguration';
import { readRunSettings } from '../readSettings';
import { requestOfConfiguration } from './requestOfConfiguration';
import type { RemoteConsent } from './remoteConsent';
import type { RunGuard } from '../run/runGuard';
import type { RunRequest } from '../run/runRequest';
import type { Runs } from '../run/runs';
import { UserError } from '../../errors';
import { inEditor } from '../inEditor';
import { statsOf } from '../../statsOf';

/** Completes configurations of type `leak-loop`: launch.json's, F5 without one, and our own. */
export class LeakLoopConfigurationProvider implements vscode.DebugConfigurationProvider {
  constructor(
    private readonly runs: Runs,
    private readonly guard: RunGuard,
    private readonly consent: RemoteConsent,
  ) {}

  /** Without a launch.json the configuration is empty: the function at the cursor is meant. */
  resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration {
    const { type, ...given } = configuration as Partial<vscode.DebugConfiguration>;
    return type ? configuration : { ...given, ...functionAtCursor() };
  }

  /** Refused runs resolve to undefined, which ends the start without another word. */
  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const own = this.runs.requestOf(configuration.__runId);
    if (own === undefined && !(await this.guard.allowsRun())) {
      return undefined;
    }
    const request = own ?? requestOf(configuration);
    if (request === undefined || !(await this.consent.allows(request))) {
      return undefined;
    }
    return {
      ...configuration,
      program: undefined, // what is started around a function may be no file
      ...fillLaunchConfiguration(request, readRunSettings(request.program), folder?.uri.fsPath),
      allowRemote: true, // the user was asked, whatever the file says
      __request: request,
    };
  }
}

function functionAtCursor(): vscode.DebugConfiguration {
  return {
    type: debugType,
    request: 'launch',
    name: vscode.l10n.t('Leak Loop: function at the cursor'),
    program: '${file}',
    function: '${lineNumber}',
  };
}

/** Undefined once the user was told what is missing. */
function requestOf(configuration: vscode.DebugConfiguration): RunRequest | undefined {
  const isFile = (path: string): boolean => statsOf(path)?.isFile() ?? false;
  try {
    const request = requestOfConfiguration(configuration, isFile);
    if (request !== undefined) {
      return request;
    }
    void vscode.window.showErrorMessage(
      vscode.l10n.t('A Leak Loop configuration needs "program": the file with the function.'),
    );
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    void vscode.window.showErrorMessage(inEditor(error.sentence, vscode.l10n.t));
  }
  return undefined;
}
