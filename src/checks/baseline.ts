import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { checkOutcome } from '../core/report/checkOutcome';
import type { BaselineEntry, CheckResult } from '../core/report/checkResult';
import type { Suspect } from '../core/report/report';
import { UsageError } from '../errors';
import { option, said } from '../core/report/sentence';

/** The leaks that are known and accepted, each cause with its reason: a file that is committed. */
export class Baseline {
  constructor(
    /** Absolute path; checks are named relative to its folder. */
    readonly file: string,
    readonly entries: readonly BaselineEntry[],
  ) {}

  /** @throws UsageError for what is no baseline, and for an entry without a reason */
  static read(file: string): Baseline {
    if (!existsSync(file)) return new Baseline(file, []);
    const list = parsed(file);
    return new Baseline(
      file,
      list.map((entry, index) => checkedEntry(entry, `${file}: entry ${index + 1}`)),
    );
  }

  /**
   * Why a cause is accepted; undefined where it is not.
   *
   * @param source absolute path of the check, or of the file whose function was looped
   */
  reasonFor(source: string, fingerprint: string): string | undefined {
    return this.entries.find((entry) => this.#isOf(entry, source, fingerprint))?.reason;
  }

  /** As {@link updated}, of one cause that a person accepts with a reason of their own. */
  accepting(source: string, fingerprint: string, reason: string): Baseline {
    const entry = { fingerprint, check: this.#pathOf(source), reason };
    return new Baseline(this.file, [...this.refusing(source, fingerprint).entries, entry]);
  }

  /** Without a cause that was accepted. */
  refusing(source: string, fingerprint: string): Baseline {
    const others = this.entries.filter((entry) => !this.#isOf(entry, source, fingerprint));
    return new Baseline(this.file, others);
  }

  /** A leak is accepted where each of its causes is; one without a known cause cannot be. */
  accept(result: CheckResult): CheckResult {
    const { report } = result;
    if (report?.verdict !== 'leak' || report.suspects.length === 0) return result;
    const entries = report.suspects.map((suspect) => this.#entryFor(result, suspect));
    const known = entries.filter((entry) => entry !== undefined);
    if (known.length < entries.length) return result;
    return { ...result, accepted: [...new Set(known.map(({ reason }) => reason))].join('; ') };
  }

  /** Entries that were not found in a check that was judged, or whose check there is no more. A file has several tests. */
  stale(results: readonly CheckResult[]): BaselineEntry[] {
    return this.entries.filter((entry) => {
      const own = results.filter((each) => this.#nameOf(each) === entry.check);
      if (own.length === 0) return !existsSync(resolve(dirname(this.file), entry.check));
      return own.every((result) => isJudged(result) && !has(result, entry));
    });
  }

  /**
   * The baseline that accepts what was found: reasons that are there stay, stale entries go.
   *
   * @param day as `2026-11-25`
   */
  updated(results: readonly CheckResult[], day: string): Baseline {
    const stale = new Set(this.stale(results));
    const found = results.flatMap((result) =>
      leakingSuspects(result)
        .filter((suspect) => this.#entryFor(result, suspect) === undefined)
        .map(({ fingerprint }) => ({
          fingerprint,
          check: this.#nameOf(result),
          reason: `accepted on ${day}: say why`,
        })),
    );
    const entries = [...this.entries.filter((entry) => !stale.has(entry)), ...unique(found)];
    return new Baseline(this.file, entries);
  }

  /** What the file contains. */
  get text(): string {
    return `${JSON.stringify(this.entries, null, 2)}\n`;
  }

  #entryFor(result: CheckResult, { fingerprint }: Suspect): BaselineEntry | undefined {
    const source = resolve(result.cwd, result.file);
    return this.entries.find((entry) => this.#isOf(entry, source, fingerprint));
  }

  #isOf(entry: BaselineEntry, source: string, fingerprint: string): boolean {
    return entry.fingerprint === fingerprint && entry.check === this.#pathOf(source);
  }

  #nameOf({ file, cwd }: CheckResult): string {
    return this.#pathOf(resolve(cwd, file));
  }

  #pathOf(source: string): string {
    return relative(dirname(this.file), source).split(sep).join('/');
  }
}

function has({ report }: CheckResult, { fingerprint }: BaselineEntry): boolean {
  return report?.suspects.some((suspect) => suspect.fingerprint === fingerprint) ?? false;
}

/** What is unclear, or was not measured, says nothing about what leaks. */
function isJudged(result: CheckResult): boolean {
  const outcome = checkOutcome(result);
  return outcome !== 'unclear' && outcome !== 'not measured';
}

function leakingSuspects({ report }: CheckResult): readonly Suspect[] {
  return report?.verdict === 'leak' ? report.suspects : [];
}

/** Several suspects of one fingerprint are one cause. */
function unique(entries: readonly BaselineEntry[]): BaselineEntry[] {
  return entries.filter(
    ({ check, fingerprint }, index) =>
      entries.findIndex((each) => each.check === check && each.fingerprint === fingerprint) ===
      index,
  );
}

function parsed(file: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(
      said`The baseline ${file} cannot be read: ${(error as Error).message}. Correct it, or write it anew with ${option('--update-baseline')} after removing it`,
    );
  }
  if (!Array.isArray(value)) {
    throw new UsageError(
      said`The baseline ${file} must be a JSON list of { "fingerprint", "check", "reason" }. ${option('--update-baseline')} writes one`,
    );
  }
  return value;
}

function checkedEntry(value: unknown, where: string): BaselineEntry {
  const { fingerprint, check, reason } = (value ?? {}) as Partial<Record<string, unknown>>;
  if (typeof fingerprint !== 'string' || typeof check !== 'string') {
    throw new UsageError(
      said`${where} needs "fingerprint" and "check", as ${option('--update-baseline')} writes`,
    );
  }
  if (typeof reason !== 'string' || reason.trim() === '') {
    throw new UsageError(
      said`${where} (${check}) has no reason: say in "reason" why this leak is accepted, or remove the entry`,
    );
  }
  return { fingerprint, check, reason };
}
