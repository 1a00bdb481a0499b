import {
  describeCaptured,
  describeGrowth,
  describeHolder,
  describeOtherHolders,
} from './describeCause';
import { formatChain } from './formatChain';
import { formatLocation, isForeignCode } from './formatLocation';
import {
  formatBytes,
  formatBytesPerCall,
  formatCount,
  formatObjectsPerCall,
  sparkline,
} from './quantities';
import type { GrowthSite, LeakReport, StackFrame, Suspect } from './report';
import { padded, terminalLine, truncated, wrapped } from './terminalText';
import type { TextLayout } from './textLayout';

/** Columns of the labels (`added at`, `held by`, …) before each row's text. */
const labelWidth = 14;

/** The lines for one cause, without indentation; `number` counts from 1. */
export function formatCause(
  suspect: Suspect,
  number: number,
  report: LeakReport,
  layout: TextLayout,
): string[] {
  const { paint } = layout;
  const heading =
    `${paint.red(`${number}.`)} ${paint.bold(describeHolder(suspect))} ${describeGrowth(suspect)}` +
    (suspect.bytesPerCall > 0 ? ` · ${formatBytesPerCall(suspect.bytesPerCall)}` : '');
  const rows = [
    growthRow(suspect, layout),
    ...formatChain(suspect, layout).map(
      (line, index) => paint.dim(padded(index === 0 ? 'held by' : '', labelWidth)) + line,
    ),
    row('survivors', survivorsText(suspect), layout),
    allocationRow(suspect, layout),
    row('captured', describeCaptured(suspect, layout.cwd), layout),
    row('also kept', passengersText(suspect), layout),
    row('instances', instancesText(suspect), layout),
    row('note', describeOtherHolders(suspect, report), layout),
    row('advice', suspect.advice && terminalLine(suspect.advice), layout),
  ];
  return [heading, ...rows.filter((line) => line !== undefined).map((line) => `   ${line}`)];
}

/** A label and its text, wrapped to the width with a hanging indent; undefined for no text. */
export function row(
  label: string,
  text: string | undefined,
  layout: TextLayout,
): string | undefined {
  if (text === undefined || text === '') {
    return undefined;
  }
  const lines = wrapped(text, Math.max(20, layout.width - labelWidth - 4));
  return lines
    .map((line, index) => layout.paint.dim(padded(index === 0 ? label : '', labelWidth)) + line)
    .join('\n   ');
}

function growthRow(suspect: Suspect, layout: TextLayout): string | undefined {
  const site = suspect.growthSite;
  if (site === undefined) {
    return row('added at', 'the line could not be determined', layout);
  }
  const frame = { function: functionAt(site), location: site.location };
  const inner =
    site.inner === undefined
      ? ''
      : `\n   ${layout.paint.dim(padded('in package', labelWidth))}${frameText(site.inner, layout)}`;
  const how = site.how === 'watched' ? 'watched' : 'found in source';
  const line =
    layout.paint.dim(padded('added at', labelWidth)) + frameText(frame, layout, how) + inner;
  const caller = isForeignCode(site.location) ? firstOwnFrame(site.stack) : undefined;
  return caller === undefined
    ? line
    : `${line}\n   ${layout.paint.dim(padded('called from', labelWidth))}${frameText(caller, layout)}`;
}

/** The stack may begin inside Node, where the container's own method was watched. */
function functionAt({ location, stack }: GrowthSite): string {
  const frame = stack.find(
    (one) => one.location.file === location.file && one.location.line === location.line,
  );
  return frame?.function ?? '';
}

function firstOwnFrame(stack: readonly StackFrame[]): StackFrame | undefined {
  return stack.find((frame) => !isForeignCode(frame.location));
}

/** `sessions.js:20:8  byId.set(id, session)  (in handleRequest, watched)`. */
function frameText(frame: StackFrame, layout: TextLayout, remark?: string): string {
  const { paint } = layout;
  const source = truncated(terminalLine(layout.sourceLine(frame.location)?.trim() ?? ''), 60);
  const name = terminalLine(frame.function);
  const remarks = [name === '' ? '' : `in ${name}`, remark ?? ''].filter((text) => text !== '');
  return [
    paint.cyan(formatLocation(frame.location, layout.cwd)),
    source,
    remarks.length === 0 ? '' : paint.dim(`(${remarks.join(', ')})`),
  ]
    .filter((text) => text !== '')
    .join('  ');
}

/** `▁▁▂▃▄▅▆▇ per batch`: one column per batch of calls, oldest first. */
function survivorsText(suspect: Suspect): string | undefined {
  const curve = sparkline(suspect.survivorsPerBatch);
  return curve === '' ? undefined : `${curve}  per batch of calls`;
}

function allocationRow(suspect: Suspect, layout: TextLayout): string | undefined {
  const site = suspect.allocationSite;
  if (site === undefined) {
    return undefined;
  }
  const frame = { function: site.stack[0]?.function ?? '', location: site.location };
  // no source line: V8 tells the function that allocates, the place is its beginning
  const bare = { ...layout, sourceLine: () => undefined };
  return layout.paint.dim(padded('allocated at', labelWidth)) + frameText(frame, bare);
}

function passengersText(suspect: Suspect): string | undefined {
  if (suspect.passengers.length === 0) {
    return undefined;
  }
  const shown = suspect.passengers
    .slice(0, 6)
    .map(
      ({ type, objectsPerCall, bytesPerCall }) =>
        `${formatObjectsPerCall(objectsPerCall, terminalLine(type)).replace(/ per call$/, '')} (${formatBytes(bytesPerCall)})`,
    );
  const more = suspect.passengers.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${formatCount(more)} more types` : ''} per call`;
}

/** `@81234, @81301 (56 B, keeps 112 B each), referred to by Array […], Context entry`. */
function instancesText({ instances = [] }: Suspect): string | undefined {
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
  const rest = more > 0 ? ` and ${formatCount(more)} more` : '';
  return `${ids}; the first keeps ${formatBytes(first.retainedSize)}, referred to by ${referrers.join(', ')}${rest}`;
}
