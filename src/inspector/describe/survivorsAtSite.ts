import type { Cause } from '../../core/causes/causes';
import type { Loop } from '../loop/runLoop';

/**
 * Survivors of each batch of the loop in the part of the program that allocated a cause's objects;
 * of everything that grows where that part is not known.
 */
export function survivorsAtSite(loop: Loop, { allocation }: Cause): readonly number[] {
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
  const sites = (own.length > 0 ? own : growing).flatMap((part) => part.sites);
  return loop.matrix.series(sites).after.at(-1)?.objects ?? [];
}
