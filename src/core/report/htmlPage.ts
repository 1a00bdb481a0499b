import { xmlText } from './xmlText';

/** Hash of {@link pageStyle}; a test compares. */
export const pageStyleHash = 'sha256-g4iU1AhrXiSVB6ewv3+XD3Hu2YRQppr0zNmbqn7xo74=';

/**
 * VS Code's colours where it shows the page, the browser's own elsewhere. VS Code paints code dark in its light theme of
 * high contrast, in which links are dark.
 */
export const pageStyle = `
:root { color-scheme: light dark; }
body {
  background: var(--vscode-editor-background, Canvas);
  color: var(--vscode-editor-foreground, CanvasText);
  font: 14px/1.5 var(--vscode-font-family, system-ui, sans-serif);
  margin: 2em auto; max-width: 60em; padding: 0 1em; overflow-wrap: anywhere;
}
code { background: none; color: inherit; font-family: var(--vscode-editor-font-family, ui-monospace, monospace); padding: 0; }
a { color: var(--vscode-textLink-foreground, LinkText); }
table { border-collapse: collapse; }
th, td { padding: 0.2em 1em 0.2em 0; text-align: start; vertical-align: top; }
thead th { border-bottom: 1px solid currentColor; }
tbody th { font-weight: normal; opacity: 0.8; white-space: nowrap; }
td.number, th.number { text-align: end; }
svg { display: block; max-width: 480px; width: 100%; }
.root { font-weight: bold; }
section { border-top: 1px solid color-mix(in srgb, currentColor 30%, transparent); }
`;

/** A document, and all that it may load and run. */
export interface HtmlDocument {
  readonly language: string;
  readonly title: string;
  /** What its content security policy allows, beside which it may do nothing: `style-src …`. */
  readonly allows: readonly string[];
  /** HTML of its style: an element of the head. */
  readonly style: string;
  /** HTML. */
  readonly body: string;
}

export function htmlDocument({ language, title, allows, style, body }: HtmlDocument): string {
  const policy = ["default-src 'none'", ...allows, "base-uri 'none'", "form-action 'none'"];
  return `<!DOCTYPE html>
<html lang="${xmlText(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${xmlText(policy.join('; '))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${xmlText(title)}</title>
${style}
</head>
<body>
${body}
</body>
</html>
`;
}

/**
 * A report as a document that loads nothing and runs nothing: no script, no style but its own.
 *
 * @param body HTML
 */
export function htmlPage(title: string, body: string, language = 'en'): string {
  return htmlDocument({
    language,
    title,
    allows: [`style-src '${pageStyleHash}'`],
    style: `<style>${pageStyle}</style>`,
    body,
  });
}
