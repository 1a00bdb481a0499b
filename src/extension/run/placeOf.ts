import * as vscode from 'vscode';
import type { FunctionResult } from '../leaksView/functionResult';
import type { RunPlace } from './requestAt';
import { positionOf, type RunRequest } from './runRequest';

/** Where the function is, for its remembered arguments. */
export function placeOf(request: RunRequest, result?: FunctionResult): RunPlace {
  const uri = vscode.Uri.file(request.program);
  const { line, column } = result?.report.function.location ?? { line: 1, ...positionOf(request) };
  return { uri, position: new vscode.Position(line - 1, (column ?? 1) - 1) };
}
