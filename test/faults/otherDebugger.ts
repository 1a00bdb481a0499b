import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { findInspector } from '../../src/inspector/protocol/findInspector';
import { InspectorClient } from '../../src/inspector/protocol/inspectorClient';

/** Somebody else's debugger stops a process, and lets it go on a second later. */
export async function pauseForASecond(port: number): Promise<void> {
  const { signal } = new AbortController();
  const { url } = await findInspector({ kind: 'port', port }, signal);
  const lost = (): Promise<Error> => Promise.resolve(new Error('it ended'));
  await using client = await InspectorClient.connect(url, signal, lost);
  await client.send('Debugger.enable', {});
  await client.send('Debugger.pause');
  await delay(1_000);
  await client.send('Debugger.resume', {}).catch(() => undefined); // it came to no statement
}

/** TCP ports at which a process listens on this machine. */
export function listeningPorts(pid: number): number[] {
  const own = new Set(
    readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return /socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
      } catch {
        return undefined; // closed since
      }
    }),
  );
  return readFileSync(`/proc/${pid}/net/tcp`, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === '0A' && own.has(inode))
    .map(([, address]) => Number.parseInt(address!.split(':')[1]!, 16));
}
