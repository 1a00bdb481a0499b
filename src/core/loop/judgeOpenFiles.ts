import { formatCount } from '../report/quantities';
import type { Judgement } from './verdict';

/** The judgement of a loop that leaves files or sockets open, and nothing in the heap accounts for them. */
export function judgeOpenFiles(calls: number, perCall: number): Judgement {
  const rate =
    perCall < 0.95
      ? `1 more file or socket is open after every ${formatCount(Math.round(1 / perCall))}`
      : `${formatCount(Math.round(perCall))} more ${perCall < 1.5 ? 'file or socket is' : 'files or sockets are'} open after each`;
  return {
    verdict: 'leak',
    reason: `${rate} of ${formatCount(calls)} calls, and nothing closes ${perCall < 1.5 ? 'it' : 'them'}: the process runs out of file descriptors.`,
    notExcluded: [`a pool of more than ${formatCount(calls)} open files`],
  };
}
