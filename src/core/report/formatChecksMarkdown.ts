import { checkOutcome, summaryOfChecks } from './checkOutcome';
import type { CheckReport, CheckResult } from './checkResult';
import { formatMarkdown } from './formatMarkdown';
import { staleSentence } from './formatChecks';
import { markdownCode, markdownText } from './markdownText';
import type { OutlineOptions } from './reportOutline';
import { textOf } from './sentence';

/** All checks as a Markdown document: the summary with a line for each, then whole reports where there is something to do. */
export function formatChecksMarkdown(
  { checks, stale = [] }: CheckReport,
  options: OutlineOptions = {},
): string {
  const sections = [
    `# ${markdownText(textOf(summaryOfChecks(checks)))}`,
    ...stale.map((entry) => markdownText(textOf(staleSentence(entry)))),
    checks.map(lineOf).join('\n'),
    ...checks.flatMap((check) => reportOf(check, options)),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function lineOf(check: CheckResult): string {
  const { name, file, failure, accepted } = check;
  const remark = failure?.message ?? accepted;
  const line = `- **${checkOutcome(check)}**: ${markdownText(name)} · ${markdownCode(file)}`;
  return remark === undefined ? line : `${line} · ${markdownText(remark)}`;
}

function reportOf(check: CheckResult, options: OutlineOptions): string[] {
  const { report, cwd } = check;
  const isOfInterest = ['leak', 'unclear'].includes(checkOutcome(check));
  if (report === undefined || !isOfInterest) return [];
  return [formatMarkdown(report, { ...options, cwd }).trimEnd()];
}
