// Every job wants its lock removed if the process ends early.
import { onExit } from 'signal-exit';

export function runJob(name) {
  const lock = { name, held: true };
  const forget = onExit(() => { // grows
    lock.held = false;
  });
  const result = `${lock.name} done`;
  lock.held = false;
  return { result, forget: typeof forget };
}
