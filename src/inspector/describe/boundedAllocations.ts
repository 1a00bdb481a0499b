import { total } from '../../core/loop/batchFigures';
import type { FunctionDescription, Location, StackFrame } from '../../core/report/report';
import type { Loop } from '../loop/runLoop';
import type { Scripts } from '../source/scripts';
import { SourceTerms } from './sourceTerms';

/** More are not named. */
const mostNamed = 3;

/**
 * The functions of the program that allocate what is bounded, those of most objects first: what holds it only a
 * snapshot would tell, which nobody needs where nothing leaks. What nobody of theirs is on the stack of, the function
 * that was looped allocates: once it is warm, V8 inlines it into the script that calls it.
 */
export async function boundedAllocations(
  { parts, matrix, stackOf }: Pick<Loop, 'parts' | 'matrix' | 'stackOf'>,
  scripts: Scripts,
  { name, location }: FunctionDescription,
): Promise<readonly StackFrame[]> {
  const bounded = parts.filter(({ isProgram, trend }) => isProgram && trend.kind === 'bounded');
  const sites = bounded
    .flatMap((part) => part.sites)
    .map((site) => ({ site, alive: total(matrix.series([site]).after.at(-1)?.objects ?? []) }))
    .filter(({ alive }) => alive > 0)
    .sort((a, b) => b.alive - a.alive);
  const terms = new SourceTerms(scripts);
  const looped: StackFrame = { function: name, location };
  const found = new Map<string, StackFrame>();
  for (const { site } of sites) {
    if (found.size >= mostNamed) break;
    const frame = stackOf(site).find(({ url }) => !/^(node:|$)/.test(url));
    const own =
      frame === undefined
        ? looped
        : await terms.functionFrame({
            ...frame,
            line0: frame.lineNumber,
            column0: frame.columnNumber,
          });
    if (own === undefined) continue;
    const at = lineOf(own.location);
    // By its name in the source: a compiler may have taken it from the code that runs.
    found.set(at, at === lineOf(location) ? looped : own);
  }
  return [...found.values()];
}

function lineOf({ file, line }: Location): string {
  return `${file}:${String(line)}`;
}
