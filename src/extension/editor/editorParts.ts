import * as vscode from 'vscode';
import { commandIds } from '../ids';
import type { LeakNode } from '../leaksView/leakNode';
import type { LeaksState } from '../leaksView/leaksState';
import { CauseDiagnostics } from './causeDiagnostics';
import { CauseHovers } from './causeHovers';
import { EditorNotes } from './editorNotes';
import type { EditorSource } from './editorSource';
import { FunctionLenses } from './functionLenses';
import { PlaceWalk } from './placeWalk';
import { ResultLenses } from './resultLenses';

/**
 * All that shows results in text editors.
 *
 * @param selection gives what is selected in the Leaks view
 */
export function editorParts(
  state: LeaksState,
  source: EditorSource,
  selection: () => LeakNode | undefined,
): vscode.Disposable {
  const walk = new PlaceWalk(state, source, selection);
  return vscode.Disposable.from(
    new EditorNotes(source),
    new CauseHovers(source),
    new CauseDiagnostics(source),
    new ResultLenses(source),
    new FunctionLenses(source),
    vscode.commands.registerCommand(commandIds.nextPlace, () => walk.go(1)),
    vscode.commands.registerCommand(commandIds.previousPlace, () => walk.go(-1)),
  );
}
