import * as vscode from 'vscode';
import { commandIds } from '../ids';
import type { LeaksState } from '../leaksView/leaksState';
import { CauseDiagnostics } from './causeDiagnostics';
import { CauseHovers } from './causeHovers';
import { EditorNotes } from './editorNotes';
import type { EditorSource } from './editorSource';
import { FunctionLenses } from './functionLenses';
import { PlaceWalk, type WalkParts } from './placeWalk';
import { ResultLenses } from './resultLenses';

/** All that shows results in text editors. */
export function editorParts(
  state: LeaksState,
  source: EditorSource,
  walkParts: WalkParts,
): vscode.Disposable {
  const walk = new PlaceWalk(state, source, walkParts);
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
