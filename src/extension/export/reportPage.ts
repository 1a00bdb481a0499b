import { formatChecksHtml } from '../../core/report/formatChecksHtml';
import { formatHtml } from '../../core/report/formatHtml';
import { htmlPage } from '../../core/report/htmlPage';
import { parseReport } from '../../core/report/parseReport';
import type { Location } from '../../core/report/report';
import { xmlText } from '../../core/report/xmlText';
import { commandIds } from '../ids';
import { inEditor, sayingOf } from '../inEditor';
import { languageOf, type Translate } from '../language';

export interface ReportPageOptions {
  /** Absolute path of the folder that paths are shown relative to. */
  readonly cwd?: string;
  /** Whether places are links that open them: not in a workspace that is not trusted. */
  readonly links: boolean;
  readonly t: Translate;
}

/** The page that shows a file of results, or says why it cannot. */
export function reportPage(text: string, { cwd, links, t }: ReportPageOptions): string {
  const parsed = parseReport(text);
  const options = {
    ...(links ? { link: linkTo } : {}),
    saying: sayingOf(t),
    language: languageOf(t),
  };
  switch (parsed.kind) {
    case 'report':
      return formatHtml(parsed.report, {
        ...options,
        ...(cwd === undefined ? {} : { cwd }),
      });
    case 'checks':
      return formatChecksHtml(parsed.checks, options);
    case 'problem':
      return htmlPage('Leak Loop', `<p>${xmlText(inEditor(parsed.problem, t))}</p>`);
  }
}

function linkTo(location: Location): string | undefined {
  if (location.file.startsWith('node:')) return undefined;
  return `command:${commandIds.goToLocation}?${encodeURIComponent(JSON.stringify([location]))}`;
}
