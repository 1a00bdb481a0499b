import { describeGrowth, describeHolder, describeOtherHolders } from './describeCause';
import { formatLocation, isForeignCode } from './formatLocation';
import {
  formatBytes,
  formatBytesPerCall,
  formatCount,
  formatObjectsPerCall,
  sparkline,
} from './quantities';
import type { ChainLink, LeakReport, Location, StackFrame, Suspect } from './report';
import { displayWidth, padded, terminalLine, truncated, wrapped } from './terminalText';
import type { TerminalPaint } from './terminalPaint';

/** What every part of the report's text needs to know about where it will be read. */
export interface TextLayout {
  /** Absolute path of the folder that paths are shown relative to. */
  readonly cwd: string | undefined;
  /** Columns. */
  readonly width: number;
  readonly paint: TerminalPaint;
  /** The text of a source line, where it can be read. */
  sourceLine(location: Location): string | undefined;
}

/** Columns of the labels (`added at`, `held by`, …) before each row's text. */
const labelWidth = 14;
const maxLabelWidth = 44;
const maxTypeWidth = 40;

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
    ` · ${formatBytesPerCall(suspect.bytesPerCall)}`;
  const rows = [
    growthRow(suspect, layout),
    ...chainRows(suspect, layout),
    row('survivors', survivorsText(suspect), layout),
    allocationRow(suspect, layout),
    row('also kept', passengersText(suspect), layout),
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
  const frame = { function: site.stack[0]?.function ?? '', location: site.location };
  const how = site.how === 'watched' ? 'watched' : 'found in source';
  const line = layout.paint.dim(padded('added at', labelWidth)) + frameText(frame, layout, how);
  const caller = isForeignCode(site.location) ? firstOwnFrame(site.stack) : undefined;
  return caller === undefined
    ? line
    : `${line}\n   ${layout.paint.dim(padded('called from', labelWidth))}${frameText(caller, layout)}`;
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

/** The chain as a flat list, root first, V8's own objects folded into their owner. */
function chainRows(suspect: Suspect, layout: TextLayout): string[] {
  const links = suspect.chain.filter((link) => link.internal !== true);
  const labels = links.map((link) => truncated(linkLabel(link), maxLabelWidth));
  const types = links.map((link) => truncated(linkType(link, suspect), maxTypeWidth));
  const labelColumn = widest(labels);
  const typeColumn = widest(types);
  return links.map((link, index) => {
    const { paint } = layout;
    const label = padded(labels[index] ?? '', labelColumn);
    const place = link.location === undefined ? '' : formatLocation(link.location, layout.cwd);
    const text = [
      paint.dim(padded(index === 0 ? 'held by' : '', labelWidth)),
      link.leakRoot === true ? paint.red(`▸ ${label}`) : `  ${label}`,
      `  ${padded(types[index] ?? '', typeColumn)}`,
      place === '' ? '' : `  ${paint.cyan(place)}`,
      link.leakRoot === true ? paint.dim('  ← older than the loop, and grows') : '',
    ];
    return text.join('').trimEnd();
  });
}

function linkLabel(link: ChainLink): string {
  const label = terminalLine(link.label);
  return link.repeats === undefined || link.repeats < 2
    ? label
    : `${label} × ${formatCount(link.repeats)}`;
}

function linkType(link: ChainLink, suspect: Suspect): string {
  const type = terminalLine(link.type);
  const size = suspect.leakRoot.size;
  const grown =
    link.leakRoot === true && size !== undefined
      ? `, ${formatCount(size.before)} → ${formatCount(size.after)}`
      : '';
  return type === link.label ? grown.replace(/^, /, '') : `${type}${grown}`;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(displayWidth));
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
  return layout.paint.dim(padded('allocated at', labelWidth)) + frameText(frame, layout);
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
