import * as vscode from 'vscode';
import { callbackParameter } from '../../core/source/callbackPosition';
import { functionSites } from '../../core/source/functionSites';
import { parseScript } from '../../core/source/script';
import { siteAtPosition } from '../../core/source/siteSelection';
import { testAtCursor } from '../../core/source/testAtCursor';
import { writtenParameters } from '../../core/source/writtenParameters';
import { symbolsIn } from './symbolsIn';

/** A function as its source has it. */
export interface WrittenFunction {
  /** `Server.handle`; '' where it has none. */
  readonly name: string;
  /** The parameters that a call cannot leave out, as they are written. A callback is passed in any case. */
  readonly neededParameters: readonly string[];
  /** The text of the line that it begins in, without its indentation. */
  readonly line: string;
}

/** The function at a position; undefined where none is known to be there, and for a test, which its runner calls. */
export async function writtenFunctionAt(
  uri: vscode.Uri,
  position: vscode.Position,
): Promise<WrittenFunction | undefined> {
  const document = await vscode.workspace.openTextDocument(uri);
  const text = document.getText();
  const at = { line: position.line + 1, column: position.character + 1 };
  if (testAtCursor(text, at) !== undefined) return undefined;
  const found = inScript(text, position) ?? (await bySymbols(document, position));
  return (
    found && {
      name: found.name,
      neededParameters: neededParametersAt(text, found.start),
      line: document.lineAt(document.positionAt(found.start)).text.trim(),
    }
  );
}

function neededParametersAt(text: string, start: number): readonly string[] {
  const parameters = writtenParameters(text, start);
  const callback = callbackParameter(parameters);
  return parameters
    .filter(({ isRest, isOptional, text: name }) => !isRest && !isOptional && name !== callback)
    .map(({ text: name }) => (name === '{' ? '{ … }' : name === '[' ? '[ … ]' : name));
}

interface FoundFunction {
  readonly name: string;
  /** Offset. */
  readonly start: number;
}

/** Undefined where there is none, and for a text that is not JavaScript. */
function inScript(text: string, { line, character }: vscode.Position): FoundFunction | undefined {
  try {
    const sites = functionSites(parseScript(text));
    const site = siteAtPosition(sites, { line0: line, column0: character });
    if (site === undefined) return undefined;
    const { className, name, start } = site;
    const isMember = className !== undefined && className !== name;
    return { name: isMember ? `${className}.${name}` : name, start };
  } catch {
    return undefined; // TypeScript, or not finished yet
  }
}

/** By VS Code's own knowledge of the language. */
async function bySymbols(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<FoundFunction | undefined> {
  const symbols = innermostFunction(await symbolsIn(document.uri), position);
  const own = symbols.at(-1);
  return (
    own && {
      name: symbols.map(({ name }) => name).join('.'),
      start: document.offsetAt(own.range.start),
    }
  );
}

const functionKinds = [
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
];

/** With the classes and functions that it is in, outermost first; none where there is no function. */
function innermostFunction(
  symbols: readonly vscode.DocumentSymbol[],
  position: vscode.Position,
): readonly vscode.DocumentSymbol[] {
  const around = symbols.find(({ range }) => range.contains(position));
  if (around === undefined) return [];
  const inner = innermostFunction(around.children, position);
  if (inner.length > 0) return [around, ...inner];
  return functionKinds.includes(around.kind) ? [around] : [];
}
