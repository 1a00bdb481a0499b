import type { Cause } from '../../core/causes/causes';
import type { Part } from '../../core/loop/parts';
import type { Loop } from '../loop/runLoop';

type GrownLoop = Pick<Loop, 'parts' | 'stackOf' | 'matrix'>;

/**
 * A cause's survivors of each batch: of those in the part of the program that allocated its objects (of
 * everything that grows where that part is not known) its share. V8 inlines functions in the middle of the
 * loop, so the stacks of one part cannot be told apart by cause; how much each of its causes keeps per
 * call the heap has counted.
 *
 * @param causes all of them
 */
export function survivorsAtSite(
  loop: GrownLoop,
  causes: readonly Cause[],
  cause: Cause,
): readonly number[] {
  const survivors = new Map<number, number>();
  for (const part of partsOf(loop, cause)) {
    const others = causes.filter(
      (other) =>
        other !== cause &&
        !cause.group.sharedWith.includes(other.group) && // its objects are the same ones
        partsOf(loop, other).includes(part),
    );
    const share = shareOf(cause, others);
    const all = loop.matrix.series(part.sites).after.at(-1)?.objects ?? [];
    all.forEach((count, batch) =>
      survivors.set(batch, (survivors.get(batch) ?? 0) + count * share),
    );
  }
  return [...survivors.values()].map(Math.round);
}

function partsOf(loop: GrownLoop, { allocation }: Cause): readonly Part[] {
  const growing = loop.parts.filter(({ trend }) => trend.kind === 'growing');
  const allocating = new Set(
    allocation.map(
      ({ scriptId, line0, column0 }) => `${String(scriptId)}:${String(line0)}:${String(column0)}`,
    ),
  );
  const own = growing.filter(({ sites }) =>
    sites.some((site) =>
      loop
        .stackOf(site)
        .some((frame) =>
          allocating.has(
            `${frame.scriptId}:${String(frame.lineNumber)}:${String(frame.columnNumber)}`,
          ),
        ),
    ),
  );
  return own.length > 0 ? own : growing;
}

/** Of what several causes keep together; of one that only replaces a larger object each time nothing is known. */
function shareOf(cause: Cause, others: readonly Cause[]): number {
  const own = keptPerCall(cause);
  return own === 0 ? 1 : own / others.reduce((sum, other) => sum + keptPerCall(other), own);
}

function keptPerCall({ objectsPerCall, passengers }: Cause): number {
  return passengers.reduce((sum, each) => sum + each.objectsPerCall, objectsPerCall);
}
