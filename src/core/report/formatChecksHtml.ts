import { checkOutcome, outcomeWords, summaryOfChecks } from './checkOutcome';
import type { CheckReport, CheckResult } from './checkResult';
import { staleSentence } from './formatChecks';
import { htmlOfReport, type HtmlOptions } from './formatHtml';
import { htmlPage } from './htmlPage';
import { inEnglish, said, sayAs, type Saying } from './sentence';
import { terminalLine, terminalText } from './terminalText';
import { xmlLines, xmlText } from './xmlText';

/** All checks as one self-contained page: the summary, then each with its report. */
export function formatChecksHtml(
  { checks, stale = [] }: CheckReport,
  options: HtmlOptions = {},
): string {
  const { saying = inEnglish, language } = options;
  const summary = sayAs(summaryOfChecks(checks), saying);
  const body = [
    `<h1>${xmlText(summary)}</h1>`,
    ...stale.map((entry) => `<p>${xmlText(sayAs(staleSentence(entry), saying))}</p>`),
    ...checks.map((check) => checkHtml(check, options, saying)),
  ];
  return htmlPage(`Leak Loop: ${summary}`, body.join('\n'), language);
}

function checkHtml(check: CheckResult, options: HtmlOptions, saying: Saying): string {
  const { name, file, cwd, report, failure, accepted } = check;
  const outcome = checkOutcome(check);
  const heading = `${sayAs(outcomeWords[outcome], saying)}: ${terminalLine(name)} · ${terminalLine(file)}`;
  const output = [failure?.message ?? '', ...(failure?.stderr ?? []).map((line) => `| ${line}`)];
  return [
    // what needs nobody's attention is folded
    `<details${['leak', 'unclear', 'not measured'].includes(outcome) ? ' open' : ''}>`,
    `<summary>${xmlText(heading)}</summary>`,
    ...(accepted === undefined
      ? []
      : [`<p>${xmlText(sayAs(said`accepted: ${terminalLine(accepted)}`, saying))}</p>`]),
    report === undefined
      ? `<pre>${xmlLines(terminalText(output.join('\n')))}</pre>`
      : htmlOfReport(report, { ...options, cwd }),
    '</details>',
  ].join('\n');
}
