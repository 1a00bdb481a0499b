import { said, type Sentence } from './core/report/sentence';
import type { Limits } from './diagnoseRequest';

export type Unit = 'calls' | 'seconds' | 'megabytes';

export const units: Readonly<Record<Unit, Sentence>> = {
  calls: said`calls`,
  seconds: said`seconds`,
  megabytes: said`megabytes`,
};

/** A number as a person gives it. */
export interface NumberOption {
  /** As the command line calls it. */
  readonly flag: 'max-calls' | 'time-budget' | 'memory-budget' | 'call-timeout' | 'load-timeout';
  readonly unit: Unit;
  readonly isWhole: boolean;
  /** In `unit`; the least is 1 where it is whole, above 0 otherwise. */
  readonly most: number;
  readonly example: number;
}

/** One limit: on the command line, or in the `options` of a leak check. */
export interface LimitOption extends NumberOption {
  readonly limit: keyof Limits;
  /** What one `unit` is in the limit's own. */
  readonly factor: number;
}

/** By the names that leak checks use. */
export const limitOptions = {
  maxCalls: {
    flag: 'max-calls',
    unit: 'calls',
    isWhole: true,
    most: 100_000_000,
    example: 1000,
    limit: 'maxCalls',
    factor: 1,
  },
  timeBudget: {
    flag: 'time-budget',
    unit: 'seconds',
    isWhole: false,
    most: 86_400,
    example: 30,
    limit: 'timeBudgetMillis',
    factor: 1000,
  },
  memoryBudget: {
    flag: 'memory-budget',
    unit: 'megabytes',
    isWhole: false,
    most: 1_048_576,
    example: 512,
    limit: 'memoryBudgetBytes',
    factor: 1024 * 1024,
  },
  callTimeout: {
    flag: 'call-timeout',
    unit: 'seconds',
    isWhole: false,
    most: 86_400,
    example: 60,
    limit: 'callTimeoutMillis',
    factor: 1000,
  },
} as const satisfies Readonly<Record<string, LimitOption>>;

/** How long a program that is started may take until the function is alive. */
export const loadTimeoutOption: NumberOption = {
  flag: 'load-timeout',
  unit: 'seconds',
  isWhole: false,
  most: 86_400,
  example: 120,
};

export type LimitName = keyof typeof limitOptions;

export function isLimit({ isWhole, most }: NumberOption, value: number): boolean {
  return value > 0 && value <= most && (!isWhole || Number.isInteger(value));
}

/** `a number of seconds above 0 to 86400`. */
export function describeLimit({ unit, isWhole, most }: NumberOption): Sentence {
  return isWhole
    ? said`a number of ${units[unit]} from 1 to ${most}`
    : said`a number of ${units[unit]} above 0 to ${most}`;
}

/** The limits in the engine's units; those that are not given stay away. */
export function limitsFrom(given: Readonly<Partial<Record<LimitName, number>>>): Partial<Limits> {
  return Object.fromEntries(
    Object.entries(limitOptions).flatMap(([name, { limit, factor }]) => {
      const value = given[name as LimitName];
      return value === undefined ? [] : [[limit, value * factor]];
    }),
  );
}
