import { checkOutcome, summarizeChecks } from './checkOutcome';
import type { CheckReport, CheckResult } from './checkResult';
import { htmlOfReport, type HtmlOptions } from './formatHtml';
import { staleText } from './formatChecks';
import { htmlPage } from './htmlPage';
import { terminalLine, terminalText } from './terminalText';
import { xmlLines, xmlText } from './xmlText';

/** All checks as one self-contained page: the summary, then each with its report. */
export function formatChecksHtml(
  { checks, stale = [] }: CheckReport,
  options: HtmlOptions = {},
): string {
  const summary = summarizeChecks(checks);
  const body = [
    `<h1>${xmlText(summary)}</h1>`,
    ...stale.map((entry) => `<p>${xmlText(staleText(entry))}</p>`),
    ...checks.map((check) => checkHtml(check, options)),
  ];
  return htmlPage(`Leak Loop: ${summary}`, body.join('\n'));
}

function checkHtml(check: CheckResult, options: HtmlOptions): string {
  const { name, file, cwd, report, failure, accepted } = check;
  const outcome = checkOutcome(check);
  const heading = `${outcome}: ${terminalLine(name)} · ${terminalLine(file)}`;
  const output = [failure?.message ?? '', ...(failure?.stderr ?? []).map((line) => `| ${line}`)];
  return [
    // what needs nobody's attention is folded
    `<details${['leak', 'unclear', 'not measured'].includes(outcome) ? ' open' : ''}>`,
    `<summary>${xmlText(heading)}</summary>`,
    ...(accepted === undefined ? [] : [`<p>accepted: ${xmlText(terminalLine(accepted))}</p>`]),
    report === undefined
      ? `<pre>${xmlLines(terminalText(output.join('\n')))}</pre>`
      : htmlOfReport(report, { ...options, cwd }),
    '</details>',
  ].join('\n');
}
