import type { InspectorAddress } from '../diagnose';
import { UsageError } from '../errors';
import { greatestPort } from '../greatestPort';

/**
 * Reads how a running process is named: `9229` (a port, or the pid of a process where no inspector listens
 * at that port) or `ws://…`.
 *
 * @throws UsageError for anything else
 */
export function parseInspectorAddress(text: string): InspectorAddress {
  if (/^wss?:\/\//i.test(text)) {
    if (!URL.canParse(text)) throw notAnAddress(text);
    return { kind: 'url', url: text };
  }
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  if (number < 1 || !Number.isSafeInteger(number)) throw notAnAddress(text);
  return number > greatestPort ? { kind: 'pid', pid: number } : { kind: 'number', number };
}

function notAnAddress(text: string): UsageError {
  return new UsageError(
    `"${text}" names no process: leak-loop attach takes the port of an inspector (9229), the pid of a Node process, or an address such as ws://127.0.0.1:9229/<id>`,
  );
}
