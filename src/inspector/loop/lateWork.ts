import { collectPatiently } from './collect';
import { Deadline } from '../deadline';
import { turn } from './eventLoop';
import type { Target } from '../process/target';

/** Collections, each with its 40 ms, that late work gets as long as it gets less. */
const mostRounds = 6;

/** How long timers and requests of the last calls get when all else is measured; most are shorter. */
const mostMillis = 5_000;
const lookEveryMillis = 100;

/** Timers, sockets and the like that the program has open. */
export async function openResources({ driver }: Target): Promise<number> {
  const open = Object.values(await driver.activeResources());
  return open.reduce((sum, count) => sum + count, 0);
}

/**
 * A reading of what is alive once work that went on after the calls is done: a timer of 50 ms, a
 * request on its way. It is done when the process has no more open than it had at rest; what is open
 * for longer (an interval that leaks) shows by freeing nothing from one collection to the next.
 *
 * @param openAtRest see {@link openResources}
 * @param survivors of the batch, in a reading
 */
export async function readAfterLateWork<Reading>(
  target: Target,
  openAtRest: number,
  read: () => Promise<Reading>,
  survivors: (reading: Reading) => number,
): Promise<Reading> {
  let before = Infinity;
  for (let round = 1; ; round++) {
    await collectPatiently(target);
    const reading = await read();
    const now = survivors(reading);
    const isSettled = now === 0 || (round > 1 && now >= before) || round === mostRounds;
    if (isSettled || (await openResources(target)) <= openAtRest) return reading;
    before = now;
  }
}

/**
 * Waits until the process has no more open than it had at rest, and for as long as it gets less still
 * (the calls of the warm-up may have been at work when it was thought at rest); for at most 5 s.
 *
 * @returns whether anything that was open is not any more, so that it is worth looking again
 */
export async function outwaitLateWork(target: Target, openAtRest: number): Promise<boolean> {
  const atFirst = await openResources(target);
  let open = atFirst;
  let before = Infinity;
  // A turn of an event loop that is busy takes longer than was asked for.
  const deadline = new Deadline(mostMillis);
  while (!deadline.isPast()) {
    if (open === 0 || (open <= openAtRest && open === before)) break;
    before = open;
    await turn(target, 1, lookEveryMillis);
    open = await openResources(target);
  }
  return open < atFirst;
}
