import type { LeakReport, Suspect } from './report';

/**
 * What became of one cause. `unknown`: the cause did not show up again, but the second run cannot
 * tell whether it is gone (unclear verdict, causes not explained, too few calls for so rare a
 * leak); calling that fixed would be a lie.
 */
export type CauseChange = 'fixed' | 'better' | 'unchanged' | 'worse' | 'new' | 'unknown';

export interface CauseComparison {
  readonly fingerprint: string;
  readonly change: CauseChange;
}

/** Measured rates vary a little from run to run; less than this share is no change. */
const tolerance = 0.1;

/** Fewer survivors than this in the whole second run, and the cause may just not have come up. */
const leastExpectedSurvivors = 3;

/**
 * Compares two runs of one function, cause by cause; causes are matched by fingerprint, so lines may move.
 *
 * @returns causes of the second run in its order, then those that are gone, in the order of the first
 */
export function compareReports(before: LeakReport, after: LeakReport): readonly CauseComparison[] {
  const old = byFingerprint(before.suspects);
  const now = byFingerprint(after.suspects);
  const present = [...now].map(([fingerprint, figures]) => {
    const earlier = old.get(fingerprint);
    const change = earlier === undefined ? 'new' : changeOf(earlier, figures);
    return { fingerprint, change } as const;
  });
  const gone = [...old]
    .filter(([fingerprint]) => !now.has(fingerprint))
    .map(([fingerprint, figures]) => {
      const change = provesAbsence(after, figures) ? 'fixed' : 'unknown';
      return { fingerprint, change } as const;
    });
  return [...present, ...gone];
}

interface CauseFigures {
  readonly objectsPerCall: number;
  readonly bytesPerCall: number;
}

/** Suspects of one fingerprint count as one cause: their figures add up. */
function byFingerprint(suspects: readonly Suspect[]): ReadonlyMap<string, CauseFigures> {
  const causes = new Map<string, CauseFigures>();
  for (const { fingerprint, objectsPerCall, bytesPerCall } of suspects) {
    const same = causes.get(fingerprint);
    causes.set(fingerprint, {
      objectsPerCall: objectsPerCall + (same?.objectsPerCall ?? 0),
      bytesPerCall: bytesPerCall + (same?.bytesPerCall ?? 0),
    });
  }
  return causes;
}

/** Whether a run would have shown the cause, were it still there. */
function provesAbsence(run: LeakReport, { objectsPerCall }: CauseFigures): boolean {
  const isExplained = run.verdict !== 'leak' || run.suspects.length > 0;
  const expected = objectsPerCall * run.loop.calls;
  const hadToShow = objectsPerCall <= 0 || expected >= leastExpectedSurvivors;
  return run.verdict !== 'unclear' && isExplained && hadToShow;
}

/** Bytes decide; where they are the same, the number of objects (small ones may be freed). */
function changeOf(before: CauseFigures, after: CauseFigures): 'better' | 'unchanged' | 'worse' {
  const bytes = direction(before.bytesPerCall, after.bytesPerCall);
  return bytes === 'unchanged' ? direction(before.objectsPerCall, after.objectsPerCall) : bytes;
}

function direction(before: number, after: number): 'better' | 'unchanged' | 'worse' {
  if (Math.abs(after - before) <= tolerance * Math.max(Math.abs(before), Math.abs(after))) {
    return 'unchanged';
  }
  return after < before ? 'better' : 'worse';
}
