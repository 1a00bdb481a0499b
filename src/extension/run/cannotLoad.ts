import * as vscode from 'vscode';
import { parseScript, ScriptSyntaxError } from '../../core/source/script';
import { readRunSettings } from '../readSettings';
import { isAttach, type RunRequest } from './runRequest';

/**
 * Whether the function's file is JavaScript that Node certainly refuses: a run says why, and until that is
 * corrected there is nothing to ask about a call. What a process has loaded already may be an older text, and a
 * loader may know more than JavaScript.
 */
export async function cannotLoad(request: RunRequest): Promise<boolean> {
  const { program, around, runtimeArgs = [] } = request;
  const { nodeArgs, env } = readRunSettings(program);
  const isPlain = nodeArgs.length + runtimeArgs.length === 0 && env.NODE_OPTIONS === undefined;
  if (!isPlain || isAttach(request) || around !== undefined) return false;
  const document = await vscode.workspace.openTextDocument(program);
  return document.languageId === 'javascript' && !isScript(document.getText());
}

function isScript(text: string): boolean {
  try {
    parseScript(text);
    return true;
  } catch (error) {
    if (!(error instanceof ScriptSyntaxError)) throw error;
    return false;
  }
}
