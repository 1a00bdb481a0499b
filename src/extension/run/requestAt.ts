import * as vscode from 'vscode';
import { isCheckFile } from '../../core/report/checkName';
import { testsIn } from '../../core/source/testAtCursor';
import { plainText } from '../plainText';
import { wholeFile, type RunRequest } from './runRequest';
import { isLoopable } from './saveBeforeRun';
import { namedTest, type NamedItem } from './namedTest';
import { tell } from '../tell';

/** A function to run, from the editor, another extension or a test; positions are 0-based as in VS Code. */
export interface RunPlace {
  readonly uri: vscode.Uri;
  readonly position: vscode.Position;
}

/** A test of another extension's, as the Testing view's menus pass it. */
export type TestPlace = NamedItem & Pick<vscode.TestItem, 'uri'>;

/** Undefined after telling the user why there is nothing to run. */
export async function requestAt(place?: vscode.Uri | RunPlace): Promise<RunRequest | undefined> {
  const editor = vscode.window.activeTextEditor;
  const uri = place instanceof vscode.Uri ? place : (place?.uri ?? editor?.document.uri);
  const document = await loopableDocument(uri);
  if (uri === undefined || document === undefined) {
    return undefined;
  }
  if (isCheckFile(uri.fsPath)) {
    return wholeFile({ program: uri.fsPath });
  }
  const given = place === undefined || place instanceof vscode.Uri ? undefined : place.position;
  const cursor =
    editor?.document.uri.toString() === uri.toString() ? editor.selection.active : undefined;
  const position = given ?? cursor;
  return {
    program: uri.fsPath,
    ...(position && { function: `${position.line + 1}:${position.character + 1}` }),
  };
}

export function isTest(place: vscode.Uri | RunPlace | TestPlace | undefined): place is TestPlace {
  return place !== undefined && 'children' in place;
}

/** By its line alone: who made it may mean the whole line or the call, with or without what is before it. */
export async function requestOfTest(test: TestPlace): Promise<RunRequest | undefined> {
  const document = await loopableDocument(test.uri);
  if (document === undefined) {
    return undefined;
  }
  const line = test.range === undefined ? undefined : test.range.start.line + 1;
  const written = testsIn(document.getText()).filter((each) => each.line === line);
  if (line === undefined || written.length === 0) {
    tell(
      vscode.l10n.t(
        'Leak Loop loops one test at a time, and {0} is a group or a file. Choose a test in it.',
        plainText(test.label, 80),
      ),
    );
    return undefined;
  }
  return { program: document.uri.fsPath, function: String(line), ...namedTest(test) };
}

/** Undefined after telling the user why it cannot be run. */
export async function loopableDocument(
  uri: vscode.Uri | undefined,
): Promise<vscode.TextDocument | undefined> {
  if (uri === undefined) {
    tell(
      vscode.l10n.t(
        'Open a JavaScript or TypeScript file and put the cursor into a function first.',
      ),
    );
    return undefined;
  }
  if (uri.scheme !== 'file') {
    tell(
      vscode.l10n.t('Node.js runs files on disk. Save this one to a folder first, then run it.'),
    );
    return undefined;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  if (!isLoopable(document)) {
    tell(vscode.l10n.t('Leak Loop runs functions of JavaScript and TypeScript files only.'));
    return undefined;
  }
  return document;
}
