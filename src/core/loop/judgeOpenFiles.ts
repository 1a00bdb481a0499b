import { counted, said, type Quantity, type Sentence } from '../report/sentence';
import type { Judgement } from './verdict';

/** The judgement of a loop that leaves files or sockets open, and nothing in the heap accounts for them. */
export function judgeOpenFiles(calls: number, perCall: number): Judgement {
  return {
    verdict: 'leak',
    reason: staysOpen(counted(calls), perCall),
    notExcluded: [said`a pool of more than ${counted(calls)} open files`],
  };
}

function staysOpen(calls: Quantity, perCall: number): Sentence {
  if (perCall < 0.95) {
    return said`1 more file or socket is open after every ${counted(1 / perCall)} of ${calls} calls, and nothing closes it: the process runs out of file descriptors.`;
  }
  return perCall < 1.5
    ? said`1 more file or socket is open after each of ${calls} calls, and nothing closes it: the process runs out of file descriptors.`
    : said`${counted(perCall)} more files or sockets are open after each of ${calls} calls, and nothing closes them: the process runs out of file descriptors.`;
}
