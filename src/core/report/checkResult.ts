import type { LeakReport } from './report';

/** Why there is no report. */
export interface CheckFailure {
  /** For programs; such as `setup-failed`, or `stopped` where nothing was begun. */
  readonly code: string;
  /** Contains the remedy. */
  readonly message: string;
  /** What the process printed last to its standard error. */
  readonly stderr?: readonly string[];
}

/** What became of one leak check: a report, or the reason why there is none. */
export interface CheckResult {
  /** Relative to `cwd`, with `/` between folders on every system; absolute where it lies elsewhere. */
  readonly file: string;
  /** Absolute path of the folder that the command was run in. */
  readonly cwd: string;
  readonly name: string;
  readonly report?: LeakReport;
  readonly failure?: CheckFailure;
  /** Why its leak is accepted: the reasons that the baseline gives for all of its causes. */
  readonly accepted?: string;
}

/** One part of a list of checks; `index` counts from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** A cause that is known, and why it stays. */
export interface BaselineEntry {
  /** Of the suspect. */
  readonly fingerprint: string;
  /**
   * The check's file, relative to the baseline's folder, with `/` between folders; for what was accepted
   * in an editor, the file whose function was looped: that counts for each check whose cause comes through this file.
   */
  readonly check: string;
  readonly reason: string;
}

/** What `leak-loop check --json` writes; see `docs/check.schema.json`. */
export interface CheckReport {
  readonly version: 1;
  readonly checks: readonly CheckResult[];
  /** Where these are only a part of the checks. */
  readonly shard?: Shard;
  /** Entries of the baseline that no longer apply. */
  readonly stale?: readonly BaselineEntry[];
}
