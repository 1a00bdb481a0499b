import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { escapeMarkdown } from '../escapeMarkdown';
import { countText } from '../language';
import { fileName } from '../leaksView/locationText';
import { toolName } from '../ids';
import { plainText } from '../plainText';
import { readLanguageModelTool, readRunSettings } from '../readSettings';
import { requestTitle, type RunRequest } from '../run/runRequest';
import type { Runs } from '../run/runs';
import { saveBeforeRun } from '../run/saveBeforeRun';
import { evaluatedTexts } from './evaluatedTexts';
import { requestOfTool, type ToolInput } from './toolInput';
import { toolAnswer } from './toolAnswer';

/**
 * Lets a language model loop a function, each time after the user has confirmed which one and how often
 * it is called. What comes of it is in the Leaks view as after any other run.
 */
export class LeakLoopTool implements vscode.LanguageModelTool<ToolInput>, vscode.Disposable {
  readonly #registration: vscode.Disposable;

  constructor(private readonly runs: Runs) {
    this.#registration = vscode.lm.registerTool(toolName, this);
  }

  dispose(): void {
    this.#registration.dispose();
  }

  prepareInvocation({
    input,
  }: vscode.LanguageModelToolInvocationPrepareOptions<ToolInput>): vscode.PreparedToolInvocation {
    const { function: name, file, maxCalls } = input;
    const { t } = vscode.l10n;
    const settings = readRunSettings(file);
    const called = plainText(name, 80);
    const message = t(
      '{0} of {1} is called up to {2} times or for {3} s, in a process of its own; its side effects happen that often.',
      called,
      plainText(vscode.workspace.asRelativePath(file), 200),
      countText(maxCalls ?? settings.maxCalls, t),
      settings.timeBudget,
    );
    return {
      invocationMessage: t('Looping {0} of {1}', called, fileName(file)),
      confirmationMessages: {
        title: t('Run Leak Loop on {0}?', called),
        message: new vscode.MarkdownString(
          [escapeMarkdown(message), ...evaluatedTexts(input, t)].join('\n\n'),
        ),
      },
    };
  }

  async invoke(
    { input }: vscode.LanguageModelToolInvocationOptions<ToolInput>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const text = await this.#answer(input, token);
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
  }

  async #answer(input: ToolInput, token: vscode.CancellationToken): Promise<string> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    const request = folder === undefined ? undefined : requestOfTool(input, folder);
    const refusal = this.#refusal(request);
    if (request === undefined || refusal !== undefined) return refusal ?? noFolder;
    if (!(await saveBeforeRun(request.program))) return unsaved;
    // Models call several tools at once, and another call, or the user, has started a run meanwhile.
    if (this.runs.isRunning) return busy;
    const stopping = token.onCancellationRequested(() => this.runs.stop());
    try {
      return toolAnswer(await this.runs.outcomeOf(request, requestTitle(request)), folder);
    } finally {
      stopping.dispose();
    }
  }

  /** Why nothing is run, for the model to pass on. */
  #refusal(request: RunRequest | undefined): string | undefined {
    if (!readLanguageModelTool()) return switchedOff;
    if (!vscode.workspace.isTrusted) return untrusted;
    if (this.runs.isRunning) return busy;
    if (request === undefined) return noFolder;
    const uri = vscode.Uri.file(request.program);
    if (vscode.workspace.getWorkspaceFolder(uri) === undefined) return outside;
    return existsSync(request.program) ? undefined : missing;
  }
}

// for the model, not for people: English, as its instructions are
const noFolder = 'No folder is open. Ask the user to open the folder of the program.';
const switchedOff =
  'The user has switched this tool off (setting leakLoop.languageModelTool). Do not ask for it again.';
const untrusted =
  'The workspace is not trusted, so nothing is run. Ask the user to trust it first.';
const busy = 'Another function is being looped. Wait for its end, then try again.';
const outside = 'The file is not in the workspace. Only its files are run.';
const missing = 'There is no such file. Give its path relative to the workspace folder.';
const unsaved =
  'A file has edits that could not be saved. Ask the user to save it, then try again.';
