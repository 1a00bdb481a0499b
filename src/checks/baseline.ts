import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { isAcceptedLeak, withReasons } from '../core/report/acceptedReport';
import { checkOutcome } from '../core/report/checkOutcome';
import type { BaselineEntry, CheckResult } from '../core/report/checkResult';
import { filesOfCause } from '../core/report/filesOfCause';
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
  reasonFor(source: string, cause: Suspect): string | undefined {
    return this.entries.find((entry) => this.#isOf(entry, source, cause))?.reason;
  }

  /** As {@link updated}, of one cause that a person accepts with a reason of their own. */
  accepting(source: string, cause: Suspect, reason: string): Baseline {
    const known = this.entries.find((entry) => this.#isOf(entry, source, cause));
    // another reason changes nothing about whom the entry counts for
    const check = known?.check ?? this.#pathOf(source);
    const entry = { fingerprint: cause.fingerprint, check, reason };
    return new Baseline(this.file, [...this.refusing(source, cause).entries, entry]);
  }

  /** Without a cause that was accepted. */
  refusing(source: string, cause: Suspect): Baseline {
    const others = this.entries.filter((entry) => !this.#isOf(entry, source, cause));
    return new Baseline(this.file, others);
  }

  /**
   * A leak is accepted where each of its causes is; one without a known cause cannot be. What is accepted of the
   * causes, each of them says.
   */
  accept(result: CheckResult): CheckResult {
    if (result.report?.verdict !== 'leak') return result;
    const report = withReasons(result.report, (cause) => this.#entryFor(result, cause)?.reason);
    if (!isAcceptedLeak(report)) return { ...result, report };
    const reasons = new Set(report.suspects.flatMap(({ accepted }) => accepted ?? []));
    return { ...result, report, accepted: [...reasons].join('; ') };
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

  #entryFor(result: CheckResult, cause: Suspect): BaselineEntry | undefined {
    const source = resolve(result.cwd, result.file);
    return this.entries.find((entry) => this.#isOf(entry, source, cause));
  }

  /** Of what was accepted where a function of a file was looped, each check that comes through that file knows. */
  #isOf(entry: BaselineEntry, source: string, cause: Suspect): boolean {
    if (entry.fingerprint !== cause.fingerprint) return false;
    return [source, ...filesOfCause(cause)].some((file) => entry.check === this.#pathOf(file));
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
