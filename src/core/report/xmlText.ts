/** Text as XML 1.0 can have it, for elements and for attributes in double quotes. */
export function xmlText(text: string): string {
  return text
    .replace(notAllowed, '')
    .replace(/[&<>"'\t\n\r]/g, (character) => entities[character] ?? character);
}

/** As {@link xmlText}, with line breaks as they are: for elements only. */
export function xmlLines(text: string): string {
  return text.split(/\r?\n/).map(xmlText).join('\n');
}

/** https://www.w3.org/TR/xml/#NT-Char: there is no way to write the others, not even as references. */
const notAllowed =
  // eslint-disable-next-line no-control-regex -- control characters are what this looks for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Cs}/gu;

/** Attributes lose line breaks and tabs that are not written as references. */
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
