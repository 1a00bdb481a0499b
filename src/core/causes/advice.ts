import type { Cause } from './causes';

/** One sentence where the structure makes it certain what is missing; else nothing. */
export function growthAdvice({ heldBy, ownerType }: Cause): string | undefined {
  switch (heldBy) {
    case 'listener':
      return 'Each call adds a listener and nothing removes it: call removeListener (off) when it has done its work, or add it once.';
    case 'timer':
      return 'Each call starts a timer that is never cleared: keep what it returns and call clearInterval or clearTimeout.';
    case 'promise':
      return 'Each call waits for a promise that has not settled: settle it, or give the wait an end of its own.';
    default:
      break;
  }
  switch (ownerType) {
    case 'Map':
      return 'Entries are set and never deleted: delete them, bound the map, or use a WeakMap if the keys are objects.';
    case 'Set':
      return 'Values are added and never deleted: delete them, bound the set, or use a WeakSet if they are objects.';
    default:
      return undefined;
  }
}
