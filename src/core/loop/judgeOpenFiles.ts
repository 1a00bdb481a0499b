import { formatCount } from '../report/quantities';
import { said, type Sentence } from '../report/sentence';
import type { Judgement } from './verdict';

/** The judgement of a loop that leaves files or sockets open, and nothing in the heap accounts for them. */
export function judgeOpenFiles(calls: number, perCall: number): Judgement {
  return {
    verdict: 'leak',
    reason: staysOpen(formatCount(calls), perCall),
    notExcluded: [said`a pool of more than ${formatCount(calls)} open files`],
  };
}

function staysOpen(calls: string, perCall: number): Sentence {
  if (perCall < 0.95) {
    return said`1 more file or socket is open after every ${formatCount(Math.round(1 / perCall))} of ${calls} calls, and nothing closes it: the process runs out of file descriptors.`;
  }
  return perCall < 1.5
    ? said`1 more file or socket is open after each of ${calls} calls, and nothing closes it: the process runs out of file descriptors.`
    : said`${formatCount(Math.round(perCall))} more files or sockets are open after each of ${calls} calls, and nothing closes them: the process runs out of file descriptors.`;
}
