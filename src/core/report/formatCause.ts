import { textOf, type Sentence } from './sentence';
import {
  describeCaptured,
  describeGrowth,
  describeHolder,
  describeOtherHolders,
  describeOtherRoots,
} from './describeCause';
import {
  firstOwnFrame,
  functionAt,
  instancesText,
  passengersText,
  survivorsText,
} from './causeTexts';
import { formatChain } from './formatChain';
import { formatLocation, isForeignCode } from './formatLocation';
import { formatBytesPerCall } from './quantities';
import type { LeakReport, StackFrame, Suspect } from './report';
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
    `${paint.red(`${number}.`)} ${paint.bold(describeHolder(suspect))} ${textOf(describeGrowth(suspect))}` +
    (suspect.bytesPerCall > 0 ? ` · ${formatBytesPerCall(suspect.bytesPerCall)}` : '');
  const rows = [
    row('accepted', suspect.accepted && terminalLine(suspect.accepted), layout),
    growthRow(suspect, layout),
    ...formatChain(suspect, layout).map(
      (line, index) => paint.dim(padded(index === 0 ? 'held by' : '', labelWidth)) + line,
    ),
    sentenceRow('also added to', describeOtherRoots(suspect), layout),
    sentenceRow('survivors', survivorsText(suspect), layout),
    allocationRow(suspect, layout),
    sentenceRow('captured', describeCaptured(suspect, layout.cwd), layout),
    sentenceRow('also kept', passengersText(suspect), layout),
    sentenceRow('instances', instancesText(suspect), layout),
    sentenceRow('note', describeOtherHolders(suspect, report), layout),
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

function sentenceRow(
  label: string,
  text: Sentence | undefined,
  layout: TextLayout,
): string | undefined {
  return row(label, text && textOf(text), layout);
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
