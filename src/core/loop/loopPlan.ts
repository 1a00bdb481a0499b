import type { Part } from './parts';
import type { Series } from './survivors';
import { isReplacement, mayBeReplacing } from './replacementTrend';
import { negligiblePerCall } from './trend';

export interface LoopBudget {
  readonly maxCalls: number;
  readonly timeBudgetMillis: number;
  readonly memoryBudgetBytes: number;
}

/** What the loop has used so far. */
export interface Spent {
  readonly millis: number;
  /**
   * Bytes that the heap, its buffers and what else grows with the calls (native memory, processes that
   * were started) have grown since the first batch, measured after collections.
   */
  readonly bytes: number;
  /** Whether memory outside the heap is growing with the calls; absent: it is not. */
  readonly growsOutside?: boolean;
  /** Descriptors that the calls left open; absent where nobody counts them. */
  readonly files?: Room;
  /** Processes that the calls left running; absent where nobody counts them. */
  readonly processes?: Room;
  /** For the last collection and reading. */
  readonly millisPerReading: number;
}

/** How many of something the calls left behind, and how many more there may be. */
export interface Room {
  readonly used: number;
  readonly left: number;
}

export type FinishReason = 'settled' | 'calls' | 'time' | 'memory' | 'files' | 'processes';

export type LoopStep =
  | {
      readonly kind: 'run';
      readonly calls: number;
      readonly millis: number;
      /** Collections and readings, the last at the end: between two of a single batch much can come and go. */
      readonly readings: number;
    }
  | { readonly kind: 'finish'; readonly reason: FinishReason };

/** Calls after which nothing can still be growing unnoticed that grows once in 64 calls or more often. */
const enoughCalls = 1_023;
/** A slow function gets fewer, but never fewer than this. */
const fewestCalls = 63;
const patienceMillis = 3_000;

/**
 * The next batch: 1, 1, 2, 4, 8 … calls, so that each has as many as all before it together, and
 * 16,383 calls cost 15 collections. Ends early only when nothing is growing or undecided.
 */
export function nextStep(
  calls: readonly number[],
  parts: readonly Part[],
  budget: LoopBudget,
  spent: Spent,
): LoopStep {
  const made = sum(calls);
  if (made >= budget.maxCalls) return { kind: 'finish', reason: 'calls' };
  if (spent.millis >= budget.timeBudgetMillis) return { kind: 'finish', reason: 'time' };
  if (spent.bytes >= budget.memoryBudgetBytes) return { kind: 'finish', reason: 'memory' };
  if (isUsedUp(spent.files)) return { kind: 'finish', reason: 'files' };
  if (isUsedUp(spent.processes)) return { kind: 'finish', reason: 'processes' };
  const patient = made < enoughCalls && (made < fewestCalls || spent.millis < patienceMillis);
  if (!patient && spent.growsOutside !== true && isSettled(parts))
    return { kind: 'finish', reason: 'settled' };
  return {
    kind: 'run',
    calls: Math.min(Math.max(made, 1), budget.maxCalls - made, callsThatFit(made, budget, spent)),
    millis: budget.timeBudgetMillis - spent.millis,
    readings: readingsOf(made, parts, budget, spent),
  };
}

/**
 * Whether nothing can still be growing. An undecided part counts only if the last two batches
 * left behind enough to matter: V8's own business leaves a few objects a batch.
 */
function isSettled(parts: readonly Part[]): boolean {
  return parts.every(({ series, trend }) => {
    if (trend.kind === 'growing') return false;
    return trend.kind !== 'undecided' || newlyKeptPerCall(series) < negligiblePerCall;
  });
}

/**
 * Tables grow with the entries between two collections, too: a batch in eight parts tells the two
 * apart. And a cache of 10,000 entries shows in 16,383 calls only if looked at while it is full.
 */
const mostReadings = 8;
/** From so many calls on a batch is worth it. */
const callsPerReading = 16;
/** All readings of a batch together take at most this share of the time. */
const shareOfReadings = 1 / 10;

function readingsOf(
  made: number,
  parts: readonly Part[],
  { timeBudgetMillis }: LoopBudget,
  { millisPerReading }: Spent,
): number {
  if (parts.some(isReplacing)) return mostReadings;
  if (!parts.some(({ trend, isProgram }) => isProgram && trend.kind !== 'none')) return 1;
  const affordable = (shareOfReadings * timeBudgetMillis) / Math.max(millisPerReading, 1);
  return Math.max(1, Math.floor(Math.min(mostReadings, made / callsPerReading, affordable)));
}

function isReplacing({ trend, series }: Part): boolean {
  return isReplacement(trend) || (trend.kind !== 'growing' && mayBeReplacing(series));
}

/** Objects that each call of the last two batches, three quarters of all calls, left behind. */
export function newlyKeptPerCall({ calls, after }: Series): number {
  return sum(after.at(-1)?.objects.slice(-2) ?? []) / sum(calls.slice(-2));
}

/** Doubling must not overrun what may be used of memory, files and processes by as much again. */
function callsThatFit(made: number, budget: LoopBudget, spent: Spent): number {
  if (made === 0) return Number.POSITIVE_INFINITY;
  const memory: Room = { used: spent.bytes, left: budget.memoryBudgetBytes - spent.bytes };
  const callsFor = ({ used, left }: Room = nothingUsed): number =>
    used <= 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.ceil(left / (used / made)));
  return Math.min(callsFor(memory), callsFor(spent.files), callsFor(spent.processes));
}

const nothingUsed: Room = { used: 0, left: 1 };

function isUsedUp({ left }: Room = nothingUsed): boolean {
  return left <= 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
