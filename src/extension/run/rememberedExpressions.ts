import type * as vscode from 'vscode';
import { symbolPath } from '../ask/symbolPath';
import { symbolsIn } from '../ask/symbolsIn';

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
  return symbolPath(await symbolsIn(uri), position);
}
