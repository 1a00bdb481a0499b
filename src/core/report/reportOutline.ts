import {
  firstOwnFrame,
  functionAt,
  instancesText,
  passengersText,
  survivorsText,
} from './causeTexts';
import { isAccepted } from './acceptedReport';
import {
  describeCaptured,
  describeGrowth,
  describeHolder,
  describeOtherHolders,
  describeOtherRoots,
  isForeignCause,
} from './describeCause';
import { chainRows, type ChainRow } from './formatChain';
import { functionName } from './formatReport';
import { formatLocation, isForeignCode } from './formatLocation';
import type { LeakReport, Location, StackFrame, Suspect, Verdict } from './report';
import { reportFacts } from './reportFacts';
import { headFigures, verdictStyle } from './reportHead';
import { inEnglish, said, sayAs, sized, type Saying, type Sentence } from './sentence';
import { terminalLine } from './terminalText';

/** Where a report is read, as far as it changes what is written. */
export interface OutlineOptions {
  /** Absolute path of the folder that paths are shown relative to; absent: all are absolute. */
  readonly cwd?: string;
  /** Reads a source line to show beside its location; absent: locations stand alone. */
  readonly sourceLine?: (location: Location) => string | undefined;
  /** The language; absent: English. */
  readonly saying?: Saying;
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
  /** Causes in the user's own code first, of these those that are accepted last. */
  readonly causes: readonly CauseOutline[];
  readonly facts: readonly OutlineFact[];
}

export interface OutlineFact {
  readonly label: string;
  readonly text: string;
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
  const { verdict, suspects } = report;
  const say = sayerOf(options);
  const style = verdictStyle(report);
  const own = suspects.filter((suspect) => !isForeignCause(suspect));
  const causes = [
    ...own.filter((suspect) => !isAccepted(suspect)),
    ...own.filter(isAccepted),
    ...suspects.filter(isForeignCause),
  ];
  return {
    verdict,
    sign: style.sign,
    word: say(style.word),
    name: functionName(report),
    place: placeText(report.function.location, options),
    figures: headFigures(report).map(say),
    reason: terminalLine(
      options.saying === undefined || report.wording === undefined
        ? report.reason
        : say(report.wording.reason),
    ),
    causes: causes.map((suspect) => causeOutline(suspect, report, options)),
    facts: reportFacts(report, options.cwd).map(({ label, text }) => ({
      label: say(label),
      text: terminalLine(say(text)),
    })),
  };
}

function causeOutline(suspect: Suspect, report: LeakReport, options: OutlineOptions): CauseOutline {
  const { folded, rows } = chainRows(suspect, {
    cwd: options.cwd,
    marks: (options.saying ?? inEnglish).marks,
  });
  const say = sayerOf(options);
  const row = (label: Sentence, text: Sentence | undefined) =>
    textRow(say(label), text && say(text));
  const advice = suspect.wording?.advice ?? (suspect.advice && said`${suspect.advice}`);
  const bytes =
    suspect.bytesPerCall > 0 ? ` · ${say(said`${sized(suspect.bytesPerCall)} per call`)}` : '';
  return {
    suspect,
    holder: describeHolder(suspect),
    growth: say(describeGrowth(suspect)) + bytes,
    isForeign: isForeignCause(suspect),
    rows: [
      ...textRow(say(said`accepted`), suspect.accepted && terminalLine(suspect.accepted)),
      ...growthRows(suspect, options),
      ...row(said`also added to`, describeOtherRoots(suspect)),
      ...row(said`survivors`, survivorsText(suspect)),
      ...allocationRows(suspect, options),
      ...row(said`captured`, describeCaptured(suspect, options.cwd)),
      ...row(said`also kept`, passengersText(suspect)),
      ...row(said`instances`, instancesText(suspect)),
      ...row(said`note`, describeOtherHolders(suspect, report)),
      ...textRow(say(said`advice`), advice && terminalLine(say(advice))),
    ],
    chain: rows,
    foldedLinks: folded,
  };
}

function sayerOf({ saying = inEnglish }: OutlineOptions): (sentence: Sentence) => string {
  return (sentence) => sayAs(sentence, saying);
}

function growthRows({ growthSite: site }: Suspect, options: OutlineOptions): OutlineRow[] {
  const say = sayerOf(options);
  const addedAt = say(said`added at`);
  if (site === undefined) return textRow(addedAt, say(said`the line could not be determined`));
  const how = site.how === 'watched' ? said`watched` : said`found in source`;
  const frame = { function: functionAt(site), location: site.location };
  const caller = isForeignCode(site.location) ? firstOwnFrame(site.stack) : undefined;
  return [
    frameRow(addedAt, frame, options, say(how)),
    ...(site.inner === undefined ? [] : [frameRow(say(said`in package`), site.inner, options)]),
    ...(caller === undefined ? [] : [frameRow(say(said`called from`), caller, options)]),
  ];
}

function allocationRows({ allocationSite: site }: Suspect, options: OutlineOptions): OutlineRow[] {
  if (site === undefined) return [];
  const frame = { function: site.stack[0]?.function ?? '', location: site.location };
  // no source line: V8 tells the function that allocates, the place is its beginning
  return [
    frameRow(sayerOf(options)(said`allocated at`), frame, {
      ...options,
      sourceLine: () => undefined,
    }),
  ];
}

function frameRow(
  label: string,
  frame: StackFrame,
  options: OutlineOptions,
  remark?: string,
): OutlineRow {
  const code = terminalLine(options.sourceLine?.(frame.location)?.trim() ?? '');
  const name = terminalLine(frame.function);
  const remarks = [name === '' ? '' : sayerOf(options)(said`in ${name}`), remark ?? ''].filter(
    (text) => text !== '',
  );
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
