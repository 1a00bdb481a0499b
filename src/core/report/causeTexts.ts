import { isForeignCode } from './formatLocation';
import { objectsAtRate } from './objectsPerCall';
import { sparkline } from './quantities';
import type { GrowthSite, StackFrame, Suspect } from './report';
import { counted, listed, said, sized, type Sentence } from './sentence';
import { terminalLine } from './terminalText';

/** Parts of what is said about a cause, in every format the same. */

/** The stack may begin inside Node, where the container's own method was watched. */
export function functionAt({ location, stack }: GrowthSite): string {
  const frame = stack.find(
    (one) => one.location.file === location.file && one.location.line === location.line,
  );
  return frame?.function ?? '';
}

/** The nearest caller in the user's own code. */
export function firstOwnFrame(stack: readonly StackFrame[]): StackFrame | undefined {
  return stack.find((frame) => !isForeignCode(frame.location));
}

/** `▁▁▂▃▄▅▆▇ per batch`: one column per batch of calls, oldest first. */
export function survivorsText(suspect: Suspect): Sentence | undefined {
  const curve = sparkline(suspect.survivorsPerBatch);
  return curve === '' ? undefined : said`${curve}  per batch of calls`;
}

/** `1 Buffer (280 B), 2 strings (72 B) per call`. */
export function passengersText(suspect: Suspect): Sentence | undefined {
  if (suspect.passengers.length === 0) {
    return undefined;
  }
  const shown = suspect.passengers
    .slice(0, 6)
    .map(
      ({ type, objectsPerCall, bytesPerCall }) =>
        said`${objectsAtRate(objectsPerCall, terminalLine(type))} (${sized(bytesPerCall)})`,
    );
  const more = suspect.passengers.length - shown.length;
  return said`${withMoreTypes(listed(shown, ', '), more)} per call`;
}

/** `2 strings (72 B) and 3 more types`; none if all are shown. */
export function withMoreTypes(shown: Sentence, more: number): Sentence {
  return more > 0 ? said`${shown} and ${counted(more)} more types` : shown;
}

/** `@81234, @81301 (56 B, keeps 112 B each), referred to by Array […], Context entry`. */
export function instancesText({ instances = [] }: Suspect): Sentence | undefined {
  const [first] = instances;
  if (first === undefined) {
    return undefined;
  }
  const ids = instances.map(({ id }) => `@${id}`).join(', ');
  const referrers = first.referredBy.map(({ type, edge }) =>
    terminalLine(
      edge.kind === 'element' || edge.kind === 'key' ? `${type} […]` : `${type} ${edge.name}`,
    ),
  );
  const more = first.referrers - referrers.length;
  const text = said`${ids}; the first keeps ${sized(first.retainedSize)}, referred to by ${referrers.join(', ')}`;
  return more > 0 ? said`${text} and ${counted(more)} more` : text;
}
