import {
  firstOwnFrame,
  functionAt,
  instancesText,
  passengersText,
  survivorsText,
} from './causeTexts';
import {
  describeCaptured,
  describeGrowth,
  describeHolder,
  describeOtherHolders,
  isForeignCause,
} from './describeCause';
import { chainRows, type ChainRow } from './formatChain';
import { functionName, verdictStyles } from './formatReport';
import { formatLocation, isForeignCode } from './formatLocation';
import { formatBytesPerCall, formatDuration, formatNumberOf } from './quantities';
import type { LeakReport, Location, StackFrame, Suspect, Verdict } from './report';
import { reportFacts, type ReportFact } from './reportFacts';
import { terminalLine } from './terminalText';

/** Where a report is read, as far as it changes what is written. */
export interface OutlineOptions {
  /** Absolute path of the folder that paths are shown relative to; absent: all are absolute. */
  readonly cwd?: string;
  /** Reads a source line to show beside its location; absent: locations stand alone. */
  readonly sourceLine?: (location: Location) => string | undefined;
}

/**
 * A report as headings, rows and sentences: what documents of every format say. All texts are one line
 * without control characters; a format only has to escape what it gives a meaning to.
 */
export interface ReportOutline {
  readonly verdict: Verdict;
  /** Never carries the meaning alone. */
  readonly sign: string;
  /** `LEAK`. */
  readonly word: string;
  readonly name: string;
  readonly place: PlaceText;
  /** `2 causes`, `564 B per call`, `16,383 calls`, `2.9 s`. */
  readonly figures: readonly string[];
  readonly reason: string;
  /** Causes in the user's own code first. */
  readonly causes: readonly CauseOutline[];
  readonly facts: readonly ReportFact[];
}

export interface PlaceText {
  readonly text: string;
  readonly location: Location;
}

export interface CauseOutline {
  readonly suspect: Suspect;
  readonly holder: string;
  /** `keeps 1 Session per call · 452 B per call`. */
  readonly growth: string;
  /** Whether it lies wholly in packages or Node itself. */
  readonly isForeign: boolean;
  readonly rows: readonly OutlineRow[];
  readonly chain: readonly ChainRow[];
  /** Links inside Node that stand before the chain and are not in it. */
  readonly foldedLinks: number;
}

export interface OutlineRow {
  readonly label: string;
  readonly place?: PlaceText;
  /** The source line there. */
  readonly code?: string;
  readonly text?: string;
}

export function reportOutline(report: LeakReport, options: OutlineOptions = {}): ReportOutline {
  const { verdict, suspects, perCall, loop } = report;
  const causes = [
    ...suspects.filter((suspect) => !isForeignCause(suspect)),
    ...suspects.filter(isForeignCause),
  ];
  return {
    verdict,
    ...verdictStyles[verdict],
    name: functionName(report),
    place: placeText(report.function.location, options),
    figures: [
      ...(verdict === 'leak' && causes.length > 0 ? [formatNumberOf(causes.length, 'cause')] : []),
      ...(verdict === 'leak' && perCall.bytes > 0 ? [formatBytesPerCall(perCall.bytes)] : []),
      formatNumberOf(loop.calls, 'call'),
      formatDuration(report.durationMillis),
    ],
    reason: terminalLine(report.reason),
    causes: causes.map((suspect) => causeOutline(suspect, report, options)),
    facts: reportFacts(report, options.cwd),
  };
}

function causeOutline(suspect: Suspect, report: LeakReport, options: OutlineOptions): CauseOutline {
  const { folded, rows } = chainRows(suspect, options.cwd);
  const bytes = suspect.bytesPerCall > 0 ? ` · ${formatBytesPerCall(suspect.bytesPerCall)}` : '';
  return {
    suspect,
    holder: describeHolder(suspect),
    growth: describeGrowth(suspect) + bytes,
    isForeign: isForeignCause(suspect),
    rows: [
      ...growthRows(suspect, options),
      ...textRow('survivors', survivorsText(suspect)),
      ...allocationRows(suspect, options),
      ...textRow('captured', describeCaptured(suspect, options.cwd)),
      ...textRow('also kept', passengersText(suspect)),
      ...textRow('instances', instancesText(suspect)),
      ...textRow('note', describeOtherHolders(suspect, report)),
      ...textRow('advice', suspect.advice && terminalLine(suspect.advice)),
    ],
    chain: rows,
    foldedLinks: folded,
  };
}

function growthRows({ growthSite: site }: Suspect, options: OutlineOptions): OutlineRow[] {
  if (site === undefined) return textRow('added at', 'the line could not be determined');
  const how = site.how === 'watched' ? 'watched' : 'found in source';
  const frame = { function: functionAt(site), location: site.location };
  const caller = isForeignCode(site.location) ? firstOwnFrame(site.stack) : undefined;
  return [
    frameRow('added at', frame, options, how),
    ...(site.inner === undefined ? [] : [frameRow('in package', site.inner, options)]),
    ...(caller === undefined ? [] : [frameRow('called from', caller, options)]),
  ];
}

function allocationRows({ allocationSite: site }: Suspect, options: OutlineOptions): OutlineRow[] {
  if (site === undefined) return [];
  const frame = { function: site.stack[0]?.function ?? '', location: site.location };
  // no source line: V8 tells the function that allocates, the place is its beginning
  return [frameRow('allocated at', frame, options.cwd === undefined ? {} : { cwd: options.cwd })];
}

function frameRow(
  label: string,
  frame: StackFrame,
  options: OutlineOptions,
  remark?: string,
): OutlineRow {
  const code = terminalLine(options.sourceLine?.(frame.location)?.trim() ?? '');
  const name = terminalLine(frame.function);
  const remarks = [name === '' ? '' : `in ${name}`, remark ?? ''].filter((text) => text !== '');
  return {
    label,
    place: placeText(frame.location, options),
    ...(code === '' ? {} : { code }),
    ...(remarks.length === 0 ? {} : { text: remarks.join(', ') }),
  };
}

function textRow(label: string, text: string | undefined): OutlineRow[] {
  return text === undefined || text === '' ? [] : [{ label, text }];
}

function placeText(location: Location, { cwd }: OutlineOptions): PlaceText {
  return { text: formatLocation(location, cwd), location };
}
