import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { contextKeys } from '../ids';
import type { FunctionResult } from '../leaksView/functionResult';
import { historyEntry, isHistoryEntry, storedEntry, type HistoryEntry } from './historyEntry';
import { keptEntries } from './keptEntries';

const stateKey = 'leakLoop.history';

/** The last runs of each function, kept with the workspace; what cannot be read any more is left out. */
export class RunHistory {
  #entries: readonly HistoryEntry[];

  constructor(private readonly memento: vscode.Memento) {
    const stored = memento.get<unknown>(stateKey);
    this.#entries = Array.isArray(stored) ? stored.filter(isHistoryEntry) : [];
    this.#setContext();
  }

  /** Newest first. @param key of a function; absent: of all */
  runs(key?: string): readonly HistoryEntry[] {
    return this.#entries.filter((entry) => key === undefined || entry.key === key);
  }

  async add(result: FunctionResult): Promise<void> {
    const entry = historyEntry(result, result.endedAt ?? Date.now(), randomUUID());
    await this.#set(keptEntries([entry, ...this.#entries]));
  }

  async clear(): Promise<void> {
    await this.#set([]);
  }

  async #set(entries: readonly HistoryEntry[]): Promise<void> {
    this.#entries = entries;
    this.#setContext();
    const stored = entries.length === 0 ? undefined : entries.map(storedEntry);
    await this.memento.update(stateKey, stored);
  }

  #setContext(): void {
    const hasHistory = this.#entries.length > 0;
    void vscode.commands.executeCommand('setContext', contextKeys.hasHistory, hasHistory);
  }
}
