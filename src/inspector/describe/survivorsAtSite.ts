import type { Cause } from '../../core/causes/causes';
import type { Part } from '../../core/loop/parts';
import type { Loop } from '../loop/runLoop';

type GrownLoop = Pick<Loop, 'parts' | 'stackOf' | 'matrix'>;

/**
 * A cause's survivors of each batch: the course is that of the part of the program which allocated its objects
 * (of everything that grows where that part is not known), the height what the heap counted of this cause.
 * V8 inlines functions in the middle of the loop, so the stacks of one part cannot be told apart by cause,
 * and causes that hold the same objects keep a different number each: a map the session with all that it has,
 * a list of listeners only the one function.
 */
export function survivorsAtSite(loop: GrownLoop, cause: Cause): readonly number[] {
  const parts = partsOf(loop, cause);
  const share = shareOf(cause, parts);
  const survivors: number[] = [];
  for (const { sites } of parts) {
    const all = loop.matrix.series(sites).after.at(-1)?.objects ?? [];
    all.forEach((count, batch) => (survivors[batch] = (survivors[batch] ?? 0) + count * share));
  }
  return survivors.map(Math.round);
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

/**
 * Of what a call leaves behind in these parts. All of it where objects are only replaced by larger ones: the
 * heap counts none per call.
 */
function shareOf({ objectsPerCall, passengers }: Cause, parts: readonly Part[]): number {
  const kept = sum([objectsPerCall, ...passengers.map((each) => each.objectsPerCall)]);
  const left = sum(parts.map(({ trend }) => (trend.kind === 'growing' ? trend.objectsPerCall : 0)));
  return kept === 0 || left === 0 ? 1 : kept / left;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
