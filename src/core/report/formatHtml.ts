import { counted, inEnglish, said, sayAs, type Saying, type Sentence } from './sentence';
import type { ChainRow } from './formatChain';
import { growthChart } from './growthChart';
import { htmlPage } from './htmlPage';
import { formatCount } from './quantities';
import type { LeakReport, Location } from './report';
import {
  reportOutline,
  type CauseOutline,
  type OutlineOptions,
  type OutlineRow,
  type PlaceText,
} from './reportOutline';
import { survivorsCurve, type CurvePoint } from './survivorsCurve';
import { xmlText } from './xmlText';

export interface HtmlOptions extends OutlineOptions {
  /** The address of a link to a place; absent or undefined: its text alone. */
  readonly link?: (location: Location) => string | undefined;
  /** Of the page, as `saying` has it; absent: English. */
  readonly language?: string;
}

/** The report as one self-contained page with charts and chains. Strings out of the heap are made harmless. */
export function formatHtml(report: LeakReport, options: HtmlOptions = {}): string {
  const { word, name } = reportOutline(report, options);
  return htmlPage(`${word}: ${name}`, htmlOfReport(report, options), options.language);
}

/** What a page says of one report. */
export function htmlOfReport(report: LeakReport, options: HtmlOptions): string {
  const { sign, word, name, place, figures, reason, causes, facts } = reportOutline(
    report,
    options,
  );
  return [
    `<h1>${sign} ${word}: ${code(name)}</h1>`,
    `<p>${[placeHtml(place, options), ...figures.map(xmlText)].join(' · ')}</p>`,
    `<p>${xmlText(reason)}</p>`,
    ...causes.map((cause, index) => causeHtml(cause, index + 1, report, options)),
    '<section>',
    `<h2>${xmlText(sayAs(said`Facts`, sayingOf(options)))}</h2>`,
    rowsHtml(facts, options),
    '</section>',
  ].join('\n');
}

function causeHtml(
  cause: CauseOutline,
  number: number,
  report: LeakReport,
  options: HtmlOptions,
): string {
  const { holder, growth, isForeign, rows, suspect } = cause;
  const points = survivorsCurve(suspect, report.loop.batches);
  const say = (sentence: Sentence) => xmlText(sayAs(sentence, sayingOf(options)));
  return [
    '<section>',
    `<h2>${number}. ${code(holder)} ${xmlText(growth)}</h2>`,
    ...(isForeign ? [`<p><em>${say(said`Not your code`)}</em></p>`] : []),
    rowsHtml(rows, options),
    `<h3>${say(said`Held by`)}</h3>`,
    chainHtml(cause, options),
    ...(points.length === 0 ? [] : chartHtml(points, holder, sayingOf(options))),
    '</section>',
  ].join('\n');
}

function rowsHtml(rows: readonly OutlineRow[], options: HtmlOptions): string {
  const body = rows.map(({ label, place, code: source, text }) => {
    const parts = [
      place && placeHtml(place, options),
      source && code(source),
      text && xmlText(place === undefined ? text : `(${text})`),
    ];
    const content = parts.filter((part) => part !== undefined && part !== '').join(' ');
    return `<tr><th scope="row">${xmlText(label)}</th><td>${content}</td></tr>`;
  });
  return `<table><tbody>\n${body.join('\n')}\n</tbody></table>`;
}

function chainHtml({ chain, foldedLinks }: CauseOutline, options: HtmlOptions): string {
  const folded =
    foldedLinks === 0
      ? []
      : [
          `<li>${xmlText(sayAs(said`… ${counted(foldedLinks)} links inside Node`, sayingOf(options)))}</li>`,
        ];
  return ['<ol>', ...folded, ...chain.map((row) => linkHtml(row, options)), '</ol>'].join('\n');
}

function linkHtml({ label, type, place, location, isLeakRoot }: ChainRow, options: HtmlOptions) {
  const parts = [
    code(label),
    xmlText(type),
    location === undefined ? '' : placeHtml({ text: place, location }, options),
  ];
  const text = parts.filter((part) => part !== '').join(' · ');
  return isLeakRoot
    ? `<li class="root">${text} ← ${xmlText(sayAs(said`older than the loop, and grows`, sayingOf(options)))}</li>`
    : `<li>${text}</li>`;
}

/** The chart, and the same as a table for those who do not see it. */
function chartHtml(points: readonly CurvePoint[], name: string, saying: Saying): string[] {
  const say = (sentence: Sentence) => xmlText(sayAs(sentence, saying));
  const rows = points.map(
    ({ calls, survivors }) =>
      `<tr><td class="number">${formatCount(calls, saying.marks)}</td><td class="number">${formatCount(survivors, saying.marks)}</td></tr>`,
  );
  return [
    `<h3>${say(said`Growth`)}</h3>`,
    growthChart(points, name, saying),
    `<p>${say(said`Objects that it keeps of the calls so far; dashed: the same number with every call.`)}</p>`,
    '<details>',
    `<summary>${say(said`As a table`)}</summary>`,
    `<table><thead><tr><th class="number" scope="col">${say(said`Calls`)}</th><th class="number" scope="col">${say(said`Objects left`)}</th></tr></thead>`,
    `<tbody>\n${rows.join('\n')}\n</tbody></table>`,
    '</details>',
  ];
}

function sayingOf({ saying = inEnglish }: HtmlOptions): Saying {
  return saying;
}

function placeHtml({ text, location }: PlaceText, { link }: HtmlOptions): string {
  const address = link?.(location);
  return address === undefined ? code(text) : `<a href="${xmlText(address)}">${code(text)}</a>`;
}

function code(text: string): string {
  return `<code>${xmlText(text)}</code>`;
}
