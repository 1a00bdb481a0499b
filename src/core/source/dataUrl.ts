/** The text inside a `data:` URL (base64 or percent-encoded, UTF-8); undefined for any other URL. */
export function decodeDataUrl(url: string): string | undefined {
  const match = /^data:([^,]*),/i.exec(url);
  if (match === null) return undefined;
  const body = url.slice(match[0].length);
  if (!/;base64$/i.test(match[1]!)) return decodeURIComponent(body);
  const bytes = Uint8Array.from(atob(decodeURIComponent(body)), (char) => char.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
