import type * as vscode from 'vscode';
import { symbolPath } from '../ask/symbolPath';
import { symbolsIn } from '../ask/symbolsIn';

/** As long as the place can be expected to be where it was. */
const longPatienceMillis = 30_000;

export interface RememberedArguments {
  /** Of the function, as `symbolPath` has it. */
  readonly path: string;
  readonly expression: string;
}

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
    const prefix = prefixOf(uri);
    const all = this.#all();
    if (!Object.keys(all).some((key) => key.startsWith(prefix))) {
      return undefined;
    }
    const path = await pathAt(uri, position);
    return path === '' ? undefined : all[prefix + path];
  }

  /** Those of all functions of a file, the last first. */
  inFile(uri: vscode.Uri): readonly RememberedArguments[] {
    const prefix = prefixOf(uri);
    return Object.entries(this.#all())
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, expression]) => ({ path: key.slice(prefix.length), expression }))
      .reverse();
  }

  /**
   * Resolves once the language support has told what to remember it by, which may take long in a project that
   * was just opened: a run does not wait for it.
   *
   * @param expression empty to forget
   */
  async set(uri: vscode.Uri, position: vscode.Position, expression: string): Promise<void> {
    const path = await pathAt(uri, position, longPatienceMillis);
    if (path === '') {
      return;
    }
    const key = prefixOf(uri) + path;
    const others = Object.entries(this.#all()).filter(([other]) => other !== key);
    const entries = expression === '' ? others : [...others, [key, expression]];
    await this.memento.update(this.stateKey, Object.fromEntries(entries));
  }

  #all(): Readonly<Record<string, string>> {
    return this.memento.get<Readonly<Record<string, string>>>(this.stateKey, {});
  }
}

function prefixOf(uri: vscode.Uri): string {
  return `${uri.fsPath}#`;
}

async function pathAt(
  uri: vscode.Uri,
  position: vscode.Position,
  patience?: number,
): Promise<string> {
  return symbolPath(await symbolsIn(uri, patience), position);
}
