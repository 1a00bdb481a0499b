import * as vscode from 'vscode';
import { symbolPath, type NamedRange } from './symbolPath';

/** Symbols of a big project may take a while; a run does not wait longer for them. */
const patienceMillis = 1500;

/**
 * An expression per function, its arguments or its `this`, kept with the workspace. A function is known by its file and the names of
 * the symbols around it, so that edits do not lose them; nothing is remembered where there is no
 * language support to tell these names.
 */
export class RememberedExpressions {
  constructor(
    private readonly memento: vscode.Memento,
    private readonly stateKey: string,
  ) {}

  /** Resolves to undefined at once for a file that has none. */
  async at(uri: vscode.Uri, position: vscode.Position): Promise<string | undefined> {
    const prefix = `${uri.fsPath}#`;
    const all = this.#all();
    if (!Object.keys(all).some((key) => key.startsWith(prefix))) {
      return undefined;
    }
    const path = await pathAt(uri, position);
    return path === '' ? undefined : all[prefix + path];
  }

  /** @param expression empty to forget */
  async set(uri: vscode.Uri, position: vscode.Position, expression: string): Promise<void> {
    const path = await pathAt(uri, position);
    if (path === '') {
      return;
    }
    const key = `${uri.fsPath}#${path}`;
    const others = Object.entries(this.#all()).filter(([other]) => other !== key);
    const entries = expression === '' ? others : [...others, [key, expression]];
    await this.memento.update(this.stateKey, Object.fromEntries(entries));
  }

  #all(): Readonly<Record<string, string>> {
    return this.memento.get<Readonly<Record<string, string>>>(this.stateKey, {});
  }
}

async function pathAt(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const symbols = vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', uri);
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMillis);
  });
  const found = await Promise.race([symbols, patience]);
  clearTimeout(timer);
  return Array.isArray(found) ? symbolPath(found.filter(isDocumentSymbol), position) : '';
}

/** Old providers answer with a flat SymbolInformation list. */
function isDocumentSymbol(symbol: unknown): symbol is NamedRange<vscode.Position> {
  return typeof symbol === 'object' && symbol !== null && 'children' in symbol && 'range' in symbol;
}
