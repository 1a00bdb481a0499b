import { total } from '../../core/loop/batchFigures';
import type { StackFrame } from '../../core/report/report';
import type { Loop } from '../loop/runLoop';
import type { Scripts } from '../source/scripts';
import { SourceTerms } from './sourceTerms';

/** More are not named. */
const mostNamed = 3;

/**
 * The functions of the program that allocate what is bounded, those of most objects first: what holds it only a
 * snapshot would tell, which nobody needs where nothing leaks.
 */
export async function boundedAllocations(
  { parts, matrix, stackOf }: Pick<Loop, 'parts' | 'matrix' | 'stackOf'>,
  scripts: Scripts,
): Promise<readonly StackFrame[]> {
  const bounded = parts.filter(({ isProgram, trend }) => isProgram && trend.kind === 'bounded');
  const sites = bounded
    .flatMap((part) => part.sites)
    .map((site) => ({ site, alive: total(matrix.series([site]).after.at(-1)?.objects ?? []) }))
    .filter(({ alive }) => alive > 0)
    .sort((a, b) => b.alive - a.alive);
  const terms = new SourceTerms(scripts);
  const found = new Map<string, StackFrame>();
  for (const { site } of sites) {
    const frame = stackOf(site).find(({ url }) => !/^(node:|$)/.test(url));
    if (frame === undefined || found.size >= mostNamed) continue;
    const { functionName, scriptId, lineNumber: line0, columnNumber: column0 } = frame;
    const own = await terms.functionFrame({ functionName, scriptId, line0, column0 });
    if (own !== undefined) found.set(`${own.location.file}:${own.location.line}`, own);
  }
  return [...found.values()];
}
