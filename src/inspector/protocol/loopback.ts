import { UserError } from '../../errors';
import type { InspectorAddress } from './findInspector';
import { remoteHost } from '../../remoteHost';
import { option, said } from '../../core/report/sentence';

/**
 * Whoever speaks to an inspector may run any code there, and what it answers travels in the clear.
 *
 * @throws UserError `not-loopback` for an address on another machine
 */
export function checkLoopback(address: InspectorAddress): void {
  if (address.kind !== 'url' || remoteHost(address.url) === undefined) return;
  throw new UserError(
    'not-loopback',
    said`${address.url} is on another machine, and the inspector's protocol is neither encrypted nor asks who is there. Use a tunnel (ssh -L 9229:127.0.0.1:9229 host) and give its local port, or confirm with ${option('--allow-remote')}.`,
  );
}
