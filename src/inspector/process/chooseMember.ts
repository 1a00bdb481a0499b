import { basename } from 'node:path';
import { UserError } from '../../errors';
import type { Thread } from './thread';
import { option, said, textOf, type Sentence } from '../../core/report/sentence';

/** A thread in which the function lives. */
export interface Holder {
  readonly thread: Thread;
  /** The function's, as it is shown. */
  readonly name: string;
}

/**
 * The one of several threads that is meant.
 *
 * @param holders at least one, in the order in which they were started
 * @param member which of them, counted from 1
 * @throws UserError `several-members` where that is not said, or there are fewer
 */
export function chooseMember<H extends Holder>(
  holders: readonly [H, ...H[]],
  member: number | undefined,
): H {
  const [first, ...others] = holders;
  const chosen = member === undefined && others.length === 0 ? first : holders[(member ?? 0) - 1];
  if (chosen !== undefined) return chosen;
  const threads = holders.map(({ thread }) => describeThread(thread));
  const lines = threads.map((each, index) => said`\n  ${index + 1}  ${each}`);
  const list = lines.reduce((sum, each) => said`${sum}${each}`);
  const members = threads.map((each, index) => ({
    member: index + 1,
    description: textOf(each),
    wording: each,
  }));
  const problem =
    member === undefined
      ? said`${first.name} is alive in ${holders.length} processes or workers, and one has to be chosen (${option('--member')}):${list}`
      : said`There is no member ${member} in which ${first.name} is alive. Choose one that is:${list}`;
  throw new UserError('several-members', problem, { members });
}

/** `worker 2 (pool, worker.js) of process 4711` */
export function describeThread(thread: Thread): Sentence {
  const { pid, worker } = thread.description;
  return worker === undefined
    ? said`process ${String(pid)}${namesOf(thread)}`
    : said`worker ${String(worker.id)}${namesOf(thread)} of process ${String(pid)}`;
}

/** As a sentence begins. */
export function threadAsSubject(thread: Thread): Sentence {
  const { pid, worker } = thread.description;
  return worker === undefined
    ? said`Process ${String(pid)}${namesOf(thread)}`
    : said`Worker ${String(worker.id)}${namesOf(thread)} of process ${String(pid)}`;
}

function namesOf({ description: { worker }, main }: Thread): string {
  const known = [worker?.name, main === '' ? undefined : basename(main)].filter(
    (each) => each !== undefined,
  );
  return known.length === 0 ? '' : ` (${known.join(', ')})`;
}
