import * as vscode from 'vscode';
import { symbolPath } from '../ask/symbolPath';
import { symbolsIn } from '../ask/symbolsIn';
import { writtenFunctionAt } from '../ask/writtenFunction';

/** As long as the place can be expected to be where it was. */
const longPatienceMillis = 30_000;

export interface RememberedArguments {
  /** Of the function, as `symbolPath` has it; its line where it has none. */
  readonly path: string;
  readonly expression: string;
}

/**
 * An expression per function, its arguments or its `this`, kept with the workspace. A function is known by its file and
 * the names of the symbols around it, so that edits do not lose them; where it has none, or no language support tells
 * them in time, by the text of its line.
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
    const names = await namesAt(uri, position);
    return names.map((name) => all[prefix + name]).find((each) => each !== undefined);
  }

  /** Those of all functions of a file, the last first. */
  inFile(uri: vscode.Uri): readonly RememberedArguments[] {
    const prefix = prefixOf(uri);
    return Object.entries(this.#all())
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, expression]) => ({ path: shown(key.slice(prefix.length)), expression }))
      .reverse();
  }

  /**
   * Resolves once the language support has told what to remember it by, which may take long in a project that
   * was just opened: a run does not wait for it.
   *
   * @param expression empty to forget
   */
  async set(uri: vscode.Uri, position: vscode.Position, expression: string): Promise<void> {
    const names = await namesAt(uri, position, longPatienceMillis);
    const keys = names.map((name) => prefixOf(uri) + name);
    const others = Object.entries(this.#all()).filter(([other]) => !keys.includes(other));
    const entries = expression === '' ? others : [...others, [keys[0], expression]];
    await this.memento.update(this.stateKey, Object.fromEntries(entries));
  }

  #all(): Readonly<Record<string, string>> {
    return this.memento.get<Readonly<Record<string, string>>>(this.stateKey, {});
  }
}

function prefixOf(uri: vscode.Uri): string {
  return `${uri.fsPath}#`;
}

/** Before the text of a line, where that is what a function is known by. */
const lineMark = 'line ';

function shown(name: string): string {
  return name.startsWith(lineMark) ? name.slice(lineMark.length) : name;
}

/** What the function at a position is known by, what lasts longest first. */
async function namesAt(
  uri: vscode.Uri,
  position: vscode.Position,
  patience?: number,
): Promise<readonly string[]> {
  const [line, symbols] = await Promise.all([lineAt(uri, position), symbolsIn(uri, patience)]);
  const path = symbolPath(symbols, position);
  return [...(path === '' ? [] : [path]), `${lineMark}${line}`];
}

/** The line that the function begins in; the position's own where no function is known to be there. */
async function lineAt(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const written = await writtenFunctionAt(uri, position);
  if (written !== undefined) return written.line;
  const document = await vscode.workspace.openTextDocument(uri);
  return document.lineAt(Math.min(position.line, document.lineCount - 1)).text.trim();
}
