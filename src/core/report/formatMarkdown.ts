import { counted, inEnglish, said, sayAs, type Sentence } from './sentence';
import type { ChainRow } from './formatChain';
import { markdownCode, markdownText } from './markdownText';
import type { LeakReport } from './report';
import {
  reportOutline,
  type CauseOutline,
  type OutlineOptions,
  type OutlineRow,
} from './reportOutline';

/** The report as a Markdown document, to paste into an issue or to keep. Strings out of the heap are made harmless. */
export function formatMarkdown(report: LeakReport, options: OutlineOptions = {}): string {
  const { sign, word, name, place, figures, reason, causes, facts } = reportOutline(
    report,
    options,
  );
  const say = (sentence: Sentence) => sayAs(sentence, options.saying ?? inEnglish);
  const sections = [
    `# ${sign} ${word}: ${markdownCode(name)}`,
    [markdownCode(place.text), ...figures.map(markdownText)].join(' · '),
    markdownText(reason),
    ...causes.flatMap((cause, index) => causeSections(cause, index, say)),
    `## ${say(said`Facts`)}`,
    facts.map(({ label, text }) => `- **${label}**: ${markdownText(text)}`).join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}

type Say = (sentence: Sentence) => string;

function causeSections(cause: CauseOutline, index: number, say: Say): string[] {
  const { holder, growth, isForeign, rows, chain, foldedLinks } = cause;
  const links = [
    ...(foldedLinks === 0 ? [] : [say(said`… ${counted(foldedLinks)} links inside Node`)]),
    ...chain.map((link) => linkText(link, say)),
  ];
  return [
    `## ${index + 1}. ${markdownCode(holder)} ${markdownText(growth)}`,
    ...(isForeign ? [`*${say(said`Not your code`)}*`] : []),
    rows.map(rowText).join('\n'),
    ...(links.length === 0
      ? []
      : [
          say(said`Held by, from the GC root to the object:`),
          links.map((link, at) => `${at + 1}. ${link}`).join('\n'),
        ]),
  ];
}

function rowText({ label, place, code, text }: OutlineRow): string {
  const parts = [
    place && markdownCode(place.text),
    code && markdownCode(code),
    text && (place === undefined ? markdownText(text) : `(${markdownText(text)})`),
  ];
  return `- **${label}**: ${parts.filter((part) => part !== undefined && part !== '').join(' ')}`;
}

function linkText({ label, type, place, isLeakRoot }: ChainRow, say: Say): string {
  const name = markdownCode(label);
  const parts = [isLeakRoot ? `**${name}**` : name, markdownText(type), markdownCode(place)];
  const text = parts.filter((part) => part !== '').join(' · ');
  return isLeakRoot ? `${text} ← ${say(said`older than the loop, and grows`)}` : text;
}
