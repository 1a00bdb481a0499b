/** The machine that an address (`ws://…`) leads to; undefined for this one, and for what is no address. */
export function remoteHost(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname } = new URL(url);
  return isLoopback(hostname) ? undefined : hostname;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
