import { htmlDocument } from '../../core/report/htmlPage';
import { xmlText } from '../../core/report/xmlText';

export interface GrowthPageParts {
  /** Addresses within the webview. */
  readonly script: string;
  readonly style: string;
  /** What the webview's own files are served from, for the policy. */
  readonly source: string;
  readonly nonce: string;
  /** Of the texts. */
  readonly language: string;
  readonly title: string;
}

/** The page that the charts are drawn into: its own script and style, and nothing else from anywhere. */
export function growthPage({
  script,
  style,
  source,
  nonce,
  language,
  title,
}: GrowthPageParts): string {
  return htmlDocument({
    language,
    title,
    allows: [`style-src ${source}`, `script-src 'nonce-${nonce}'`],
    style: `<link rel="stylesheet" href="${xmlText(style)}">`,
    body: `<main></main>\n<script nonce="${nonce}" src="${xmlText(script)}"></script>`,
  });
}
