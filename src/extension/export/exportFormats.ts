import { withReasons } from '../../core/report/acceptedReport';
import { formatHtml } from '../../core/report/formatHtml';
import { formatMarkdown } from '../../core/report/formatMarkdown';
import type { LeakReport } from '../../core/report/report';
import { functionName, lineKey, type FunctionResult } from '../leaksView/functionResult';
import { sayingOf } from '../inEditor';
import { languageOf, type Translate } from '../language';

export interface ExportFormat {
  readonly name: string;
  readonly description: string;
  /** Without the dot. */
  readonly extension: 'md' | 'html' | 'json';
  /** @param cwd the folder that paths are shown relative to; JSON has absolute ones */
  content(result: FunctionResult, cwd?: string): string;
}

/** What a report can be exported as. Source lines are those that ran, whatever the files have become. */
export function exportFormats(t: Translate): readonly ExportFormat[] {
  return [
    {
      name: 'Markdown',
      description: t('to paste into an issue'),
      extension: 'md',
      content: (result, cwd) => formatMarkdown(completeReport(result), optionsOf(result, t, cwd)),
    },
    {
      name: 'HTML',
      description: t('one page with charts and chains, without scripts'),
      extension: 'html',
      content: (result, cwd) => formatHtml(completeReport(result), optionsOf(result, t, cwd)),
    },
    {
      name: 'JSON',
      description: t('for programs, and to open here again'),
      extension: 'json',
      content: (result) => `${JSON.stringify(completeReport(result), null, 2)}\n`,
    },
  ];
}

/** With what is known of the causes beyond what the engine found. */
export function completeReport({ report, accepted }: FunctionResult): LeakReport {
  return withReasons(report, ({ fingerprint }) => accepted.get(fingerprint));
}

function optionsOf({ lineTexts }: FunctionResult, t: Translate, cwd: string | undefined) {
  return {
    saying: sayingOf(t),
    language: languageOf(t),
    ...(cwd === undefined ? {} : { cwd }),
    sourceLine: ({ file, line }: { readonly file: string; readonly line: number }) =>
      lineTexts.get(lineKey(file, line)),
  };
}

/** `handleRequest.leak-report.json`: the end is what the editor of reports opens. */
export function exportFileName(result: FunctionResult, { extension }: ExportFormat): string {
  const name = functionName(result.report.function).replace(/[^\p{L}\p{N}_$-]+/gu, '-');
  const trimmed = name.replace(/^-+|-+$/g, '').slice(0, 60);
  return `${trimmed === '' ? 'function' : trimmed}.leak-report.${extension}`;
}
