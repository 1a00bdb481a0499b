import type { Moment, Series } from './survivors';
import type { Trend } from './trend';

/** Fewer batches (63 calls) than this show nothing of how a whole grows with them. */
const fewestBatches = 7;
/** In the last seven eighths of all calls, so that some of them are parts of one batch. */
const fewestReadings = 6;
/** Fewer objects than this could be anything. */
const fewestObjects = 12;
/** Of what is alive, the least that was made since the reading before. */
const leastRenewed = 1 / 2;

/**
 * All that is kept is made anew by each call, and is more each time: a state that is cloned deeply, a
 * document that is parsed, changed and written again. No object lives long, so none is seen to
 * accumulate; but what was born since the last reading, a sixteenth of the calls or fewer, is as much
 * as all calls together would have left behind.
 */
export function renewalTrend({ calls, course }: Series): Trend | undefined {
  if (calls.length < fewestBatches) return undefined;
  const made = course.at(-1)!.calls;
  const late = course.filter((reading) => reading.calls >= Math.floor(made / 8));
  const perCall = late.map((reading) => reading.bornBytes / reading.calls);
  const isSteady = Math.max(...perCall) <= 1.5 * Math.min(...perCall);
  const isRenewal =
    late.length >= fewestReadings &&
    isSteady &&
    late.every(isRenewed) &&
    late.every((reading, at) => at === 0 || isMore(reading, late[at - 1]!));
  return isRenewal
    ? { kind: 'growing', objectsPerCall: 0, bytesPerCall: perCall.at(-1)! }
    : undefined;
}

function isRenewed({ born, bornBytes, bytes }: Moment): boolean {
  return born >= fewestObjects && bornBytes >= leastRenewed * bytes;
}

/** Sampling, where it is not exact, may count a little less at times. */
function isMore(now: Moment, before: Moment): boolean {
  return now.bornBytes >= 0.9 * before.bornBytes;
}
