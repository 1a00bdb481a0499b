import type { HistoryEntry } from './historyEntry';

export interface HistoryLimits {
  readonly runsPerFunction: number;
  /** Of all together, as JSON. */
  readonly bytes: number;
}

/** A run has 3 to 10 kB; VS Code warns of an extension that keeps more than 512 kB with a workspace. */
export const historyLimits: HistoryLimits = { runsPerFunction: 10, bytes: 256 * 1024 };

/**
 * Which runs stay: the newest of each function, and of all as many as there is room for.
 *
 * @param entries newest first
 */
export function keptEntries(
  entries: readonly HistoryEntry[],
  { runsPerFunction, bytes }: HistoryLimits = historyLimits,
): readonly HistoryEntry[] {
  const runs = new Map<string, number>();
  let used = 0;
  return entries.filter((entry) => {
    const run = (runs.get(entry.key) ?? 0) + 1;
    const size = byteLength(entry);
    if (run > runsPerFunction || used + size > bytes) return false;
    runs.set(entry.key, run);
    used += size;
    return true;
  });
}

function byteLength(entry: HistoryEntry): number {
  return new TextEncoder().encode(JSON.stringify(entry)).length;
}
