import { basename } from 'node:path';
import { UserError } from '../../errors';
import type { Thread } from './thread';

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
  const members = holders.map(({ thread }, index) => ({
    member: index + 1,
    description: describeThread(thread),
  }));
  const lines = members.map((each) => `\n  --member ${String(each.member)}  ${each.description}`);
  const problem =
    member === undefined
      ? `${first.name} is alive in ${String(holders.length)} processes or workers. Choose one with --member ("member" in launch.json):`
      : `There is no member ${String(member)} in which ${first.name} is alive. Choose one that is:`;
  throw new UserError('several-members', `${problem}${lines.join('')}`, { members });
}

/** `worker 2 (pool, worker.js) of process 4711` */
export function describeThread({ description, main }: Thread): string {
  const { pid, worker } = description;
  const known = [worker?.name, main === '' ? undefined : basename(main)].filter(
    (each) => each !== undefined,
  );
  const words = known.length === 0 ? '' : ` (${known.join(', ')})`;
  return worker === undefined
    ? `process ${String(pid)}${words}`
    : `worker ${String(worker.id)}${words} of process ${String(pid)}`;
}
