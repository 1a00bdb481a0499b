import * as vscode from 'vscode';
import { callbackParameter } from '../../core/source/callbackPosition';
import { functionSites } from '../../core/source/functionSites';
import { parseScript } from '../../core/source/script';
import { siteAtPosition } from '../../core/source/siteSelection';
import { testAtCursor } from '../../core/source/testAtCursor';
import { writtenParameters } from '../../core/source/writtenParameters';
import { symbolsIn } from './symbolsIn';

/**
 * The parameters that a call of the function at a position cannot leave out, as they are written; none where
 * no function is known to be there, and of a test, which its runner calls. A callback is passed in any case.
 */
export async function neededParameters(
  uri: vscode.Uri,
  position: vscode.Position,
): Promise<readonly string[]> {
  const document = await vscode.workspace.openTextDocument(uri);
  const text = document.getText();
  const at = { line: position.line + 1, column: position.character + 1 };
  if (testAtCursor(text, at) !== undefined) return [];
  const start = startInScript(text, position) ?? (await startBySymbols(document, position));
  if (start === undefined) return [];
  const parameters = writtenParameters(text, start);
  const callback = callbackParameter(parameters);
  return parameters
    .filter(({ isRest, isOptional, text: name }) => !isRest && !isOptional && name !== callback)
    .map(({ text: name }) => (name === '{' ? '{ … }' : name === '[' ? '[ … ]' : name));
}

/** Where the function begins; undefined where there is none, and for a text that is not JavaScript. */
function startInScript(text: string, { line, character }: vscode.Position): number | undefined {
  try {
    const sites = functionSites(parseScript(text));
    return siteAtPosition(sites, { line0: line, column0: character })?.start;
  } catch {
    return undefined; // TypeScript, or not finished yet
  }
}

/** By VS Code's own knowledge of the language. */
async function startBySymbols(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<number | undefined> {
  const symbol = innermostFunction(await symbolsIn(document.uri), position);
  return symbol && document.offsetAt(symbol.range.start);
}

const functionKinds = [
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
];

function innermostFunction(
  symbols: readonly vscode.DocumentSymbol[],
  position: vscode.Position,
): vscode.DocumentSymbol | undefined {
  const around = symbols.find(({ range }) => range.contains(position));
  if (around === undefined) return undefined;
  const inner = innermostFunction(around.children, position);
  return inner ?? (functionKinds.includes(around.kind) ? around : undefined);
}
