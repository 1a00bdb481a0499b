import { total } from './batchFigures';
import type { Part } from './parts';
import type { Series } from './survivors';
import { readingsOf } from './batchReadings';
import { callsToUseUp } from './linearMemory';
import { isRising } from './rising';
import {
  enoughScreenCalls,
  isFirstLook,
  isPatientScreening,
  leastKeptPerCall,
  screenBatch,
} from './screening';
import { negligiblePerCall } from './trend';

export interface LoopBudget {
  readonly maxCalls: number;
  /** Whether as many calls again may be made where nothing grows and something is undecided. */
  readonly mayDouble?: boolean;
  /** For the calls; what measuring takes besides may be as much again. */
  readonly timeBudgetMillis: number;
  readonly memoryBudgetBytes: number;
  /**
   * Whether it is one of many that are only to be told apart: where nothing is kept by each eighth call, or
   * oftener, it is over soon. What grows gets all the calls that it gets otherwise.
   */
  readonly screens?: boolean;
  /** Whether it is over once something has grown for so many calls that start-up is no reason. */
  readonly endsAtGrowth?: boolean;
}

/** What the loop has used so far. */
export interface Spent {
  /** Calls alone: collections and readings take several times as long on a busy machine. */
  readonly callMillis: number;
  readonly millis: number;
  /**
   * Bytes that the heap, its buffers and what else grows with the calls (native memory, processes that
   * were started) have grown since the first batch, measured after collections.
   */
  readonly bytes: number;
  /** Whether memory outside the heap is growing with the calls, or may be; absent: it is not. */
  readonly growsOutside?: boolean;
  /** Bytes of linear memory before the first batch, free or not; absent: none. */
  readonly linearBytes?: number;
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
      /** Whether later batches will say more than this one. */
      readonly isEarly: boolean;
    }
  | { readonly kind: 'finish'; readonly reason: FinishReason };

/** Calls after which nothing can still be growing unnoticed that grows once in 64 calls or more often. */
const enoughCalls = 1_023;
/** A slow function gets fewer, but never fewer than this. */
const fewestCalls = 63;
const patienceMillis = 3_000;
/** Calls that take next to no time go on for longer: growth may begin late. */
const enoughQuickCalls = 4_095;
const quickMillis = 300;

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
  const made = total(calls);
  const isToDecide = budget.mayDouble === true && made >= budget.maxCalls && isUndecided(parts);
  const most = isToDecide ? 2 * budget.maxCalls : budget.maxCalls;
  const millisLeft = timeLeft(budget, spent, isToDecide);
  if (made >= most) return { kind: 'finish', reason: 'calls' };
  if (millisLeft <= 0) return { kind: 'finish', reason: 'time' };
  if (spent.bytes >= budget.memoryBudgetBytes) return { kind: 'finish', reason: 'memory' };
  if (isUsedUp(spent.files)) return { kind: 'finish', reason: 'files' };
  if (isUsedUp(spent.processes)) return { kind: 'finish', reason: 'processes' };
  if (budget.endsAtGrowth === true && made >= enoughCalls && isAnyGrowing(parts)) {
    return { kind: 'finish', reason: 'settled' };
  }
  const isDone = !isPatient(made, budget, spent) && spent.growsOutside !== true;
  if (isDone && isSettled(parts, budget)) return { kind: 'finish', reason: 'settled' };
  const room = callsThatFit(made, budget, spent);
  const batch = Math.min(nextBatch(made, most, budget, spent), room);
  const inAll = Math.min(callsToCome(made, parts, budget, spent), made + room, most);
  const isEarly = made + batch <= Math.ceil(earlyCalls * inAll);
  return {
    kind: 'run',
    calls: batch,
    millis: millisLeft,
    readings: isFirstLook(made, parts, budget)
      ? 1
      : readingsOf({ made, calls: batch, callsInAll: inAll, isEarly, parts, budget, spent }),
    isEarly,
  };
}

/** Of all calls: what comes and goes within a batch is looked for in the other seven eighths. */
const earlyCalls = 1 / 8;

/** Calls that the loop will have made in the end, as far as can be told now. */
function callsToCome(
  made: number,
  parts: readonly Part[],
  budget: LoopBudget,
  { callMillis }: Spent,
): number {
  const callsIn = (millis: number): number => (made * millis) / Math.max(callMillis, 1);
  if (!isSettled(parts, budget)) return callsIn(budget.timeBudgetMillis);
  if (budget.screens === true) return enoughScreenCalls;
  return callsIn(quickMillis) >= enoughQuickCalls ? enoughQuickCalls : enoughCalls;
}

function nextBatch(
  made: number,
  most: number,
  { screens }: LoopBudget,
  { callMillis }: Spent,
): number {
  const calls = doubled(made, most);
  return screens === true ? Math.min(screenBatch(made, callMillis, calls), most - made) : calls;
}

/** A rest of fewer calls would say nothing by itself: that it leaves nothing behind may be chance. */
function doubled(made: number, most: number): number {
  const calls = Math.max(made, 1);
  const rest = most - made - calls;
  return rest < calls / 2 ? most - made : calls;
}

/** Whether growth may just not show yet. */
function isPatient(
  made: number,
  { screens = false }: LoopBudget,
  { callMillis, linearBytes = 0 }: Spent,
): boolean {
  if (screens) return isPatientScreening(made, callMillis);
  if (made < fewestCalls || made < callsToUseUp(linearBytes)) return true;
  return made < enoughCalls
    ? callMillis < patienceMillis
    : made < enoughQuickCalls && callMillis < quickMillis;
}

/** All that is spent on a loop, by the time that is meant for its calls: on a busy machine only. */
const mostTime = 2;
/** As much for calls that may decide. */
const mostTimeToDecide = 3;
/** Of the time budget; on a machine as busy as ten of its kind a small heap takes a twentieth. */
const heavyReading = 1 / 10;

function timeLeft(
  { timeBudgetMillis }: LoopBudget,
  { callMillis, millis, millisPerReading }: Spent,
  isToDecide: boolean,
): number {
  // Then it is the heap that is large, and a larger one would take longer still, to explain as well.
  const isHeavy = millisPerReading > heavyReading * timeBudgetMillis;
  const most = isHeavy ? 1 : isToDecide ? mostTimeToDecide : mostTime;
  return Math.min(timeBudgetMillis - callMillis, most * timeBudgetMillis - millis);
}

/** As many calls again decide most of this: a cache is full by then, or evicts. */
function isUndecided(parts: readonly Part[]): boolean {
  const isAnyOpen = parts.some((part) => part.isProgram && isOpen(part, negligiblePerCall));
  return isAnyOpen && !isAnyGrowing(parts);
}

function isAnyGrowing(parts: readonly Part[]): boolean {
  return parts.some(({ trend }) => trend.kind === 'growing');
}

/**
 * Whether nothing can still be growing. An undecided part counts only if the last two batches
 * left behind enough to matter: V8's own business leaves a few objects a batch.
 */
function isSettled(parts: readonly Part[], budget: LoopBudget): boolean {
  const leastPerCall = leastKeptPerCall(budget);
  return !parts.some(
    (part) =>
      part.trend.kind === 'growing' ||
      isOpen(part, leastPerCall) ||
      (part.isProgram && isRising(part.series)),
  );
}

function isOpen({ series, trend }: Part, leastPerCall: number): boolean {
  return trend.kind === 'undecided' && newlyKeptPerCall(series) >= leastPerCall;
}

/** Objects that each call of the last two batches, three quarters of all calls, left behind. */
export function newlyKeptPerCall({ calls, after }: Series): number {
  return total(after.at(-1)?.objects.slice(-2) ?? []) / total(calls.slice(-2));
}

/** The same of the last quarter of the calls, where that is less: as much as the next calls may leave. */
export function latelyKeptPerCall(series: Series): number {
  const made = series.course.at(-1)?.calls ?? 0;
  const late = series.course.filter(({ calls }) => calls > (3 / 4) * made);
  const before = series.course.at(-1 - late.length)?.calls ?? 0;
  const born = total(late.map((reading) => reading.born));
  return Math.min(newlyKeptPerCall(series), born / Math.max(1, made - before));
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
