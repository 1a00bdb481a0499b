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
  const policy = [
    "default-src 'none'",
    `style-src ${source}`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${xmlText(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${xmlText(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${xmlText(title)}</title>
<link rel="stylesheet" href="${xmlText(style)}">
</head>
<body>
<main></main>
<script nonce="${nonce}" src="${xmlText(script)}"></script>
</body>
</html>
`;
}
