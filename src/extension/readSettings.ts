import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import { settingNames, settingsSection } from './ids';
import type { RunSettings } from './target/launchConfiguration';

/** The settings for a run of `file`; their defaults stand in package.json. */
export function readRunSettings(file: string): RunSettings {
  const section = vscode.workspace.getConfiguration(settingsSection, vscode.Uri.file(file));
  const read = <T>(name: string, fallback: T): T => section.get<T>(name) ?? fallback;
  return {
    nodeExecutable: read(settingNames.nodeExecutable, '').trim(),
    nodeArgs: read<readonly string[]>(settingNames.nodeArgs, []),
    env: read<Readonly<Record<string, string>>>(settingNames.env, {}),
    maxCalls: read(settingNames.maxCalls, 16_383),
    timeBudget: read(settingNames.timeBudget, 10),
    memoryBudget: read(settingNames.memoryBudget, 256),
    callTimeout: read(settingNames.callTimeout, 10),
  };
}

/** Absolute path of the baseline for a file, there or not; undefined where none is wanted. */
export function readBaseline(file: vscode.Uri): string | undefined {
  const section = vscode.workspace.getConfiguration(settingsSection, file);
  const written = section.get<string>(settingNames.baseline)?.trim() ?? '';
  const folder = vscode.workspace.getWorkspaceFolder(file)?.uri.fsPath;
  return written === '' ? undefined : resolve(folder ?? dirname(file.fsPath), written);
}

export function readShowInternals(): boolean {
  return readFlag(settingNames.showInternals, false);
}

/** Whether a run brings the Leaks view to the front. */
export function readRevealView(): boolean {
  return readFlag(settingNames.revealView, true);
}

/** Whether functions that were looped have a lens with the verdict, and tests one that loops them. */
export function readCodeLens(): boolean {
  return readFlag(settingNames.codeLens, true);
}

/** Whether functions have a lens that loops them. */
export function readFunctionLenses(): boolean {
  return readFlag(settingNames.functionLenses, false);
}

/** Whether language models may ask for runs. */
export function readLanguageModelTool(): boolean {
  return readFlag(settingNames.languageModelTool, true);
}

function readFlag(name: string, fallback: boolean): boolean {
  return vscode.workspace.getConfiguration(settingsSection).get<boolean>(name) ?? fallback;
}
